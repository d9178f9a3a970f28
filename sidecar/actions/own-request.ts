import { VaError } from '../lib/va-error.ts';
import { say } from './sentences.ts';

/** What the site wants from the person's own request, whoever is signed in here. */
const SENTENCES: Readonly<Record<string, string>> = { amount: say('ownRequestAmount'), policy: say('ownRequest') };

/**
 * A refusal that only the person can lift, in Frappe itself: says where, with the form of the action as `meta.href` (a path
 * of the site). Other errors as they are.
 */
export function withOwnRequest(error: VaError, actionId: string): VaError {
  const message = error.code === 'PROOF_REQUIRED' ? SENTENCES[String(error.meta['reason'])] : undefined;
  if (message === undefined) return error;
  const meta = { ...error.meta, href: `/app/va-action-log/${encodeURIComponent(actionId)}` };
  return new VaError(error.code, { message, meta, cause: error });
}

/** The link that such a refusal carries; null for any other. */
export function ownRequestLink(error: VaError): { readonly title: string; readonly href: string } | null {
  const { href } = error.meta;
  return error.code === 'PROOF_REQUIRED' && typeof href === 'string' ? { title: say('ownRequestLink'), href } : null;
}

import { createHash } from 'node:crypto';
import { canonical } from './canonical.ts';

/** Lower-case hex SHA-256 of a text in UTF-8. */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** What a person confirms: everything the card shows and who it is for. */
export interface DigestInput {
  readonly site: string;
  readonly action: string;
  readonly employee: string;
  readonly user: string;
  readonly tool: string;
  readonly operations: unknown;
  /** Epoch ms. */
  readonly expires_at: number;
}

/** The digest of an action (docs/site-api.md). Throws CanonicalError. */
export function actionDigest(input: DigestInput): string {
  const { site, action, employee, user, tool, operations, expires_at } = input;
  return sha256(canonical({ v: 1, site, action, employee, user, tool, operations, expires_at }));
}

import type { InverseRefusal, Step } from '../../../core/inverse.ts';
import type { Ctx, Doc } from '../../../engine/types.ts';
import { number, text } from '../../values.ts';

const DECIDED: Readonly<Record<string, string>> = { Approved: 'approved', Rejected: 'rejected' };

/**
 * A refusal of an undo, with who did what to the document since: `meta.by`, `by_name`, `did` and the sentence. As it is
 * when the employee did it himself or may not read the document (any more).
 */
export function toldBy(ctx: Ctx, refusal: InverseRefusal, steps: readonly Step[]): InverseRefusal {
  const moved = steps.findLast(({ done, now }) => now !== null && now.modified !== done.modified);
  if (refusal.code !== 'ACTION_MOVED_ON' || !moved) return refusal;
  const doc = ctx.getDoc(moved.done.doctype, moved.done.name);
  const by = text(doc['modified_by']);
  const did = deedOf(doc, text(refusal.meta['reason']));
  if (did === null || by === ctx.user || !ctx.hasPermission(doc.doctype, 'read', doc)) return refusal;
  const name = text(ctx.getValue('User', by, 'full_name')) || by;
  return { ...refusal, meta: { ...refusal.meta, by, by_name: name, did, sentence: `${name} has ${did} it since.` } };
}

function deedOf(doc: Doc, reason: string): string | null {
  if (reason === 'cancelled' || reason === 'changed') return reason;
  // Also when the employee only lacks the right to cancel what was decided meanwhile.
  if (number(doc['docstatus']) !== 1) return null;
  return DECIDED[text(doc['status'])] ?? 'submitted';
}

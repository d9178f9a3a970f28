/** Approving somebody's claim. */

import { formatList } from '../../../language/format.ts';
import { saidClaimId, saidComment } from '../../../language/nlu/slots/finance.ts';
import { normaliseText } from '../../../language/normalise.ts';
import type { Prepared, Skill, Talk } from '../skill.ts';
import { call, dateText, GO_AHEAD_SUGGESTIONS, type Step, tell, textOf } from '../step.ts';
import { money } from './amounts.ts';
import { approvalData } from './data.ts';
import { say } from './sentences.ts';

const SHOWN = 3;

export const approve: Skill = {
  tool: 'approve_expense',
  begin(text, known, request) {
    const comment = saidComment(text);
    const open = request.situation.pending;
    if (comment !== null && open?.tool.split('.').at(-1) === approve.tool && saidClaimId(text) === null)
      return approve.change?.(text, open, request) ?? tell(say('ownClaim'), request.situation);
    if (/\b(?:approve|sign off|accept) my (?!team|people|reports|queue|pending approvals)/iu.test(text))
      return tell(say('ownClaim'), request.situation, ['Show my pending expenses']);
    return call(
      approve.tool,
      {
        ...known,
        expense_id: saidClaimId(text) ?? whichWords(text, comment),
        ...(comment === null ? {} : { comment }),
      },
      request,
    );
  },
  answer: (text, choice, filling, request) =>
    call(approve.tool, { ...filling.args, expense_id: choice ?? text.trim() }, request),
  change(text, pending, request) {
    const comment = saidComment(text);
    const id = textOf(pending.parameters['expense_id']);
    return comment === null || id === null ? null : call(approve.tool, { expense_id: id, comment }, request);
  },
  present: presentApproval,
};

const VERBS =
  /\b(?:approve[ds]?|aprove|aproove|accept|ok|okay|sign(?:ed)? off(?: on)?|authori[sz]e|clear|release|let|through|pass|give|green light|go ahead|the ok|can|could|you|please|i|want|to|for payment|checks? out|is|are|good|fine|yes|um|yeah|hey|with|be|look(?:s)?|it|them|i'm|by me|say|checked|it's|that)\b/giu;

/** What tells one claim from another: whose, what for, how much. */
function whichWords(text: string, comment: string | null): string {
  const [before = text] = comment === null ? [text] : text.split(comment);
  const words = normaliseText(before)
    .replace(/["“”]/gu, ' ')
    .replace(/\b(?:with|and) (?:the |a )?(?:comment|note|remark)s?.*$/u, ' ')
    .replace(VERBS, ' ')
    .replace(/[,;:!?]+/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
  return words === '' ? 'any' : words.slice(0, 200);
}

function presentApproval({ card, parameters = {} }: Prepared, { request }: Talk): Step {
  const { situation } = request;
  const read = approvalData.safeParse(parameters);
  const notes = card === undefined || card.warnings.length === 0 ? '' : `${card.warnings.join(' ')} `;
  if (!read.success)
    return tell(say('approvePlain', { title: card?.title ?? '', notes }), situation, GO_AHEAD_SUGGESTIONS);
  const { employee_name: who, lines, comment } = read.data;
  const list = lines.slice(0, SHOWN).map((line) =>
    say('line', {
      amount: money(line.amount, situation.currency, situation),
      what: line.description || line.type,
      date: dateText(line.date, situation),
    }),
  );
  const more = lines.length > SHOWN ? [say('andMore', { count: lines.length - SHOWN })] : [];
  const note = comment === undefined ? '' : say('withComment', { comment });
  return tell(
    say('approvePrepared', { who, list: formatList([...list, ...more]), note, notes }),
    situation,
    GO_AHEAD_SUGGESTIONS,
  );
}

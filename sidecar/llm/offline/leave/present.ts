/** Words beside the cards of leave. */
import { formatDays } from '../../../language/format.ts';
import type { Situation } from '../../model.ts';
import type { Prepared, Talk } from '../skill.ts';
import { GO_AHEAD_SUGGESTIONS, type Step, spanText, tell, textOf, YES_NO_SUGGESTIONS } from '../step.ts';
import { say, spoken } from './sentences.ts';

export function presentRequest(prepared: Prepared, { args, request }: Talk): Step {
  return tell(requestText(prepared, args, request.situation), request.situation, YES_NO_SUGGESTIONS);
}

export function presentCancelling({ card }: Prepared, { request }: Talk): Step {
  const text =
    card === undefined
      ? say('cancelPrepared')
      : say('cancelPreparedAs', { title: card.title, notes: notesOf(card.warnings) });
  return tell(text, request.situation, GO_AHEAD_SUGGESTIONS);
}

function requestText(prepared: Prepared, args: Talk['args'], situation: Situation): string {
  const notes = notesOf(prepared.card?.warnings ?? []);
  // The tool may have moved the end; what the card stores counts.
  const stored = prepared.parameters ?? args;
  const from = textOf(stored['start_date']);
  const to = textOf(stored['end_date']);
  if (from === null || to === null) return say('preparedNoDetails', { notes });
  const line = (label: string) => prepared.card?.lines.find((each) => each.label === label)?.to;
  const days = line('Days') ?? (stored['half_day'] === true && from === to ? formatDays(0.5, situation.locale) : null);
  const type = line('Leave type');
  const what = days === null ? '' : type === undefined ? `${days}, ` : `${days} of ${type}, `;
  const approver = line('Approver');
  const summary = `${what}${spanText({ from, to }, situation)}${approver === undefined ? '' : `, for ${approver} to approve`}`;
  if (prepared.replaces === true) return spoken(situation.tone?.manner, 'changed', { summary, notes });
  return situation.pending === null
    ? spoken(situation.tone?.manner, 'prepared', { summary, notes })
    : say('preparedBeside', { summary, notes, first: otherCard(situation.pending, situation) });
}

function notesOf(warnings: readonly string[]): string {
  return warnings.length === 0 ? '' : `${warnings.join(' ')} `;
}

/** What waits beside the new card, told apart from it: by its days where it has some. */
function otherCard(pending: NonNullable<Situation['pending']>, situation: Situation): string {
  const from = textOf(pending.parameters['start_date']);
  const to = textOf(pending.parameters['end_date']);
  return from === null || to === null
    ? say('theOther', { title: pending.title })
    : say('theOneFor', { span: spanText({ from, to }, situation) });
}

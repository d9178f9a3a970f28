import type { SlotContext } from '../../../language/nlu/slots/slot-reader.ts';
import { readSlots } from '../../../language/nlu/slots/slots.ts';
import type { Focus, Situation } from '../../model.ts';
import type { Args } from '../step.ts';

/** What the words say of a tool's arguments, read at the person's moment. */
export function said(tool: string, text: string, situation: Situation): Args {
  const { now, timeZone, dateFormat, locale, currency } = situation;
  return readSlots(tool, text, { now, timeZone, dateFormat, locale, currency } satisfies SlotContext);
}

/** Puts documents that were just told at the front of what "the second one" can mean. */
export function withMentions(
  focus: Focus,
  documents: readonly { readonly doctype: string; readonly name: string; readonly label: string }[],
): Focus {
  const mentions = documents.slice(0, 10).map((document) => ({ kind: 'document' as const, ...document }));
  return mentions.length === 0 ? focus : { ...focus, mentions };
}

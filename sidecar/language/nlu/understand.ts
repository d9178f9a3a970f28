/** From words to what is wanted: label, intent, tool and slots; several wishes as parts. */

import { clausesOf } from './clauses.ts';
import { infoOf, type Label, type LabelInfo, type LabelScore } from './labels.ts';
import { recognise } from './recognise.ts';
import type { SlotContext } from './slots/slot-reader.ts';
import { readSlots } from './slots/slots.ts';

export interface Frame {
  readonly label: Label;
  readonly intent: LabelInfo['intent'];
  /** Null for talk, replies and what is out of scope. */
  readonly tool: string | null;
  /** 0 to 1. */
  readonly score: number;
  /** By the tool's own argument names; only what was said. */
  readonly slots: Readonly<Record<string, unknown>>;
  /** Two or more wishes, in order; the frame itself is then the first of them. */
  readonly parts?: readonly Part[];
}

export interface Part extends Frame {
  /** The words of this wish alone. */
  readonly clause: string;
}

/** What an utterance wants. Never throws on words. @throws RangeError for an unknown zone. */
export function understand(text: string, context: SlotContext): Frame {
  // The search for wishes comes back to the same words.
  const known = new Map<string, LabelScore>();
  const scorer = (words: string): LabelScore => {
    const found = known.get(words) ?? best(words);
    known.set(words, found);
    return found;
  };
  const clauses = clausesOf(text, scorer, true);
  const [first] = clauses;
  if (first === undefined || clauses.length === 1) return frameOf(text, first?.best ?? scorer(text), context);
  const parts = clauses.map((clause): Part => ({ ...frameOf(clause.text, clause.best, context), clause: clause.text }));
  const [head] = parts;
  return head === undefined ? frameOf(text, best(text), context) : { ...withoutClause(head), parts };
}

function best(text: string): LabelScore {
  return recognise(text)[0] ?? { label: 'other', score: 0 };
}

function frameOf(text: string, { label, score }: LabelScore, context: SlotContext): Frame {
  const { intent, tool } = infoOf(label);
  return { label, intent, tool, score, slots: tool === null ? {} : readSlots(tool, text, context) };
}

function withoutClause({ clause: _clause, ...frame }: Part): Frame {
  return frame;
}

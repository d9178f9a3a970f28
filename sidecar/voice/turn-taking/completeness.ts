import { readDates } from '../../language/dates.ts';
import { understand } from '../../language/nlu/understand.ts';
import { wordsOf } from '../../language/normalise.ts';
import { classifyReply } from '../../language/replies.ts';
import type { TurnSituation } from '../turn-taking.ts';
import { isDictated, isHesitant, isLeftOpen, NEEDS, SELF_SUFFICIENT } from './open-phrases.ts';

/**
 * What words said so far are: `answer`: a yes, a no, a stop; `command`: one with all that it needs, or a question that can be
 * answered as it is; `question`; `open`: a phrase that must go on; `hesitation`: thinking aloud; `dictation`: words for
 * somebody else, whose end they do not tell; `other`.
 */
export type Completeness = 'answer' | 'command' | 'question' | 'open' | 'hesitation' | 'dictation' | 'other';

/** Are these words finished? Pure, about a millisecond. */
export type Preview = (text: string, expects: TurnSituation['expects']) => Completeness;

const SURE = 0.6;

/** What completeness needs of the person's world; dates are only looked at for whether they are there. */
export interface PreviewContext {
  readonly now: () => number;
  readonly timeZone: string;
}

export function createPreview({ now, timeZone }: PreviewContext): Preview {
  return (text, expects) => {
    const words = wordsOf(text);
    if (words.length === 0) return 'open';
    if (isHesitant(text)) return 'hesitation';
    const { kind } = classifyReply(text);
    if (kind === 'stop' || kind === 'undo') return 'answer';
    if (kind === 'yes' || kind === 'no') {
      // Without something to answer it is how a sentence begins: "okay, book Friday".
      return expects === 'anything' ? 'other' : 'answer';
    }
    const context = { now: now(), timeZone, dateFormat: null, locale: 'en-US', currency: 'USD' };
    if (isLeftOpen(words) || isHalfBetween(words)) return 'open';
    if (isDictated(words)) return 'dictation';
    const days = readDates(text, context);
    // "I am off from Monday": nearly always an end is named too.
    if (days.kind === 'range' && days.open === 'from') return 'open';
    const frame = understand(text, context);
    if (frame.tool !== null && frame.score >= SURE && words.length > 1) {
      const parts = frame.parts ?? [frame];
      if (parts.every((part) => hasAll(part.tool, part.slots))) return 'command';
    }
    return kind === 'question' || QUESTION.test(text.trim()) ? 'question' : 'other';
  };
}

/** Asks once for the same words: turn-taking and who looks ahead both want to know. */
export function remembering(preview: Preview): Preview {
  let last: { readonly text: string; readonly expects: TurnSituation['expects']; readonly is: Completeness } | null =
    null;
  return (text, expects) => {
    if (last?.text !== text || last.expects !== expects) last = { text, expects, is: preview(text, expects) };
    return last.is;
  };
}

const QUESTION =
  /\?$|^(?:what|who|where|when|why|how|which|is|are|do|does|did|can|could|will|would|should|am|have|has)\b/iu;

/** All that a tool needs was said. */
function hasAll(tool: string | null, slots: Readonly<Record<string, unknown>>): boolean {
  if (tool === null) return false;
  if (SELF_SUFFICIENT.has(tool)) return true;
  const needs = NEEDS[tool];
  return needs?.every((any) => any.some((name) => isSaid(slots[name]))) ?? false;
}

function isSaid(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null && value !== '';
}

/** "Between ten": the other end is still to come. */
function isHalfBetween(words: readonly string[]): boolean {
  const at = words.lastIndexOf('between');
  const after = words.slice(at + 1);
  return at >= 0 && !after.includes('and') && after.length <= 3;
}

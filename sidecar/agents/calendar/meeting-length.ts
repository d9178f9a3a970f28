import type { Question, Refusal } from '../../actions/tool.ts';
import { say } from './sentences.ts';

const DAY_MINUTES = 1440;

/** What is wrong with a length in minutes, as the question for a better one; null when it will do. */
export function faultOfLength(minutes: number, slot: string): Question | null {
  if (minutes <= 0) return { kind: 'question', slot, sentence: say('noLength', { minutes }), choices: [] };
  if (minutes > DAY_MINUTES) return { kind: 'question', slot, sentence: say('longerThanDay'), choices: [] };
  return null;
}

export function asks(slot: string, sentence: string, choices: readonly string[] = []): Question {
  return { kind: 'question', slot, sentence, choices };
}

export function refuses(code: Refusal['code'], sentence: string): Refusal {
  return { kind: 'refusal', code, sentence };
}

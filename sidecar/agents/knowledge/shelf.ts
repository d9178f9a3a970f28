import type { Refusal, ToolContext } from '../../actions/tool.ts';
import type { Wish } from '../../knowledge/library.ts';
import { say } from './sentences.ts';

/** What the reads of these tools look at. */
export const DOCTYPES = ['Help Article', 'Help Category', 'Wiki Page', 'Wiki Document', 'File'] as const;

/** What is looked for, in the words it may be found by, and the folders that are meant. */
export function wishOf(context: ToolContext, texts: readonly string[], among?: (folder: string) => boolean): Wish {
  const { person, signal, keepInside } = context;
  return {
    texts,
    company: person.company.name,
    signal,
    ...(among === undefined ? {} : { among }),
    ...(keepInside === undefined ? {} : { keepInside }),
  };
}

export function nothingToRead(): Refusal {
  return { kind: 'refusal', code: 'NOT_FOUND', sentence: say('nothingToRead') };
}

import { forEar } from '../../turn/speak/spoken.ts';
import { say } from '../sentences.ts';
import { createClauseCutter } from './clauses.ts';

/** Entries of a list that anybody listens to. */
const MAX_ENTRIES = 3;
/** About forty seconds of speech; a question at the end is always said. */
const MAX_LENGTH = 600;
const ENTRY = /^\s*(?:[-*•]|\d{1,3}[.)])\s+(?=\S)/u;
/** So far this may become an entry of a list. */
const MAYBE_ENTRY = /^\s*(?:[-*•]|\d{1,3}[.)]?)?\s*$/u;

const STRAY_MARK = /\*+|_{2,}|~~|`+/gu;

/** Turns an answer that is being written into what is said of it: clause by clause, lists shortened, nothing for the eye. */
export interface Ear {
  /** Whole words: a turn that is listened to gives no half ones. */
  push(text: string): string[];
  end(): string[];
}

export function createEar(): Ear {
  const cutter = createClauseCutter({ wholeWords: true });
  let line = '';
  /** The line in hand is no entry: its text goes straight on. */
  let isFlowing = false;
  let entries = 0;
  let length = 0;
  let unsaid: string[] = [];

  /** What is beyond the length is kept for a question at the end. */
  function heard(clauses: readonly string[]): string[] {
    const said: string[] = [];
    for (const clause of clauses) {
      // A mark whose other half is in another clause is nothing to say either.
      const spoken = forEar(clause.replace(STRAY_MARK, ''));
      if (spoken === '' || !/[\p{L}\p{N}]/u.test(spoken)) continue;
      if (length > MAX_LENGTH) unsaid.push(spoken);
      else {
        length += spoken.length;
        said.push(spoken);
      }
    }
    return said;
  }
  function closeList(): string[] {
    const left = entries - MAX_ENTRIES;
    entries = 0;
    return left > 0 ? heard([say('moreEntries', { left })]) : [];
  }
  function entry(text: string): string[] {
    entries += 1;
    if (entries > MAX_ENTRIES) return [];
    const words = text.replace(ENTRY, '').trim();
    return heard([/[.!?;,]$/u.test(words) ? words : `${words}.`]);
  }
  /** A line that is whole, or the last one. */
  function endLine(): string[] {
    const text = line;
    line = '';
    if (isFlowing) {
      isFlowing = false;
      return heard(cutter.push('\n'));
    }
    if (ENTRY.test(text)) return entry(text);
    if (text.trim() === '') return [];
    return [...closeList(), ...heard([...cutter.push(`${text}\n`)])];
  }
  function push(text: string): string[] {
    const clauses: string[] = [];
    for (const [index, part] of text.split('\n').entries()) {
      if (index > 0) clauses.push(...endLine());
      if (part === '') continue;
      if (isFlowing) {
        clauses.push(...heard(cutter.push(part)));
        continue;
      }
      line += part;
      if (MAYBE_ENTRY.test(line) || ENTRY.test(line)) continue;
      isFlowing = true;
      clauses.push(...closeList(), ...heard(cutter.push(line)));
      line = '';
    }
    return clauses;
  }

  return {
    push,
    end() {
      const clauses = [...endLine(), ...heard(cutter.end()), ...closeList()];
      const question = unsaid.at(-1)?.endsWith('?') ? unsaid.at(-1) : undefined;
      if (unsaid.length > 0) clauses.push(say('restOnScreen'), ...(question === undefined ? [] : [question]));
      length = 0;
      unsaid = [];
      return clauses;
    },
  };
}

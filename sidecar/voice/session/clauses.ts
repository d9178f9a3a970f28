/** The first clause is cut at so many words, so that speech begins while the rest is being written. */
const FIRST_WORDS = 8;
/** It is not cut shorter than this by a comma or for want of a mark. */
const FEWEST_WORDS = 3;
/** Later clauses end at a comma only when they are this long, and anywhere when they are much longer. */
const LATER_COMMA = 60;
const LONGEST = 220;

const MONTHS = 'january|february|march|april|may|june|july|august|september|october|november|december';
const DAYS = 'monday|tuesday|wednesday|thursday|friday|saturday|sunday';
const FIGURES =
  'zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|half|quarter|point|first|second|third|fourth|fifth';
/** With one of these on each side of a gap the two belong to one number or date. */
const PART_OF_DATE = new RegExp(
  `^(?:${MONTHS}|${DAYS}|${FIGURES}|am|pm|a\\.m\\.|p\\.m\\.|percent|dollars?|euros?)$`,
  'iu',
);
/** A voice does not rest after these. */
const LEANS_ON_NEXT =
  /^(?:a|an|the|of|to|on|for|at|in|by|with|from|and|or|but|your|my|his|her|our|their|its|is|are|was|were|i|you|we|they|he|she|it|that|which|who|this|these|those|will|would|can|could|have|has|had|not|no|as|than|mr\.?|mrs\.?|ms\.?|dr\.?)$/iu;
/** A full stop behind these ends no sentence. */
const ABBREVIATION = /(?:^|\s)(?:mr|mrs|ms|dr|st|no|vs|etc|e\.g|i\.e|a\.m|p\.m|[A-Z])\.$/iu;

/** Cuts a text that is still being written into clauses that can be said. */
export interface ClauseCutter {
  /** What can be said now. */
  push(text: string): string[];
  /** What is left. */
  end(): string[];
}

/** @param wholeWords what is pushed never ends within a word, so that none has to be waited for. */
export function createClauseCutter({ wholeWords = false }: { readonly wholeWords?: boolean } = {}): ClauseCutter {
  let held = '';
  let isFirst = true;

  function take(length: number): string {
    const clause = held.slice(0, length).trim();
    held = held.slice(length).trimStart();
    if (clause !== '') isFirst = false;
    return clause;
  }
  return {
    push(text) {
      held = held === '' ? text.trimStart() : held + text;
      const clauses: string[] = [];
      for (;;) {
        const length = isFirst ? firstCut(held, wholeWords) : laterCut(held);
        if (length === 0) return clauses;
        const clause = take(length);
        if (clause !== '') clauses.push(clause);
      }
    },
    end() {
      const clause = take(held.length);
      isFirst = true;
      return clause === '' ? [] : [clause];
    },
  };
}

function firstCut(text: string, wholeWords: boolean): number {
  const mark = markEnd(text, FEWEST_WORDS, 0);
  const words = [...text.matchAll(/\S+/gu)];
  const limit = words[FIRST_WORDS - 1];
  if (mark > 0 && (limit === undefined || mark <= limit.index + limit[0].length)) return mark;
  // The last word may still grow: only a space behind it says that it is whole.
  if (limit === undefined) return 0;
  if (!wholeWords && !/\s/u.test(text.slice(limit.index + limit[0].length))) return 0;
  for (const leaning of [false, true]) {
    for (let count = FIRST_WORDS; count >= FEWEST_WORDS; count -= 1) {
      const before = words[count - 1];
      if (!before) continue;
      const after = words[count];
      if (!leaning && LEANS_ON_NEXT.test(before[0])) continue;
      if (!belongTogether(before[0], after?.[0] ?? null)) return before.index + before[0].length;
    }
  }
  // A number, name or date that long is waited for.
  return mark;
}

function laterCut(text: string): number {
  const mark = markEnd(text, 1, LATER_COMMA);
  if (mark > 0) return mark;
  if (text.length < LONGEST) return 0;
  const space = text.lastIndexOf(' ', LONGEST);
  return space > 0 ? space : LONGEST;
}

/** Where the first clause ends by its punctuation; 0 when it does not yet. */
function markEnd(text: string, fewestWords: number, commaFrom: number): number {
  for (const found of text.matchAll(/[.!?…]+["')\]*_]*|[,;:]|\s[–—-]\s|\n/gu)) {
    const end = found.index + found[0].length;
    const before = text.slice(0, end);
    const next = text[end];
    const [mark = ''] = found[0];
    if (mark === '\n') return end;
    // 3.5, 1,000, 10:30, v2.1, a.b: what comes next decides, and when nothing came yet, after a digit, it is waited for.
    if (next !== undefined && !/\s/u.test(next)) continue;
    if (next === undefined && /[.,:]/u.test(mark) && /\d[.,:]$/u.test(before)) continue;
    if (mark === '.' && ABBREVIATION.test(before)) continue;
    if (/[,;:–—-]/u.test(found[0].trim()[0] ?? '')) {
      const words = before.trim().split(/\s+/u).length;
      // "on Friday, December 4" is one date, "Nair, Priya" one name.
      if (words < fewestWords || end < commaFrom || next === undefined) continue;
      const after = /^\s*(\S+)/u.exec(text.slice(end))?.[1];
      const last =
        before
          .trim()
          .replace(/[,;:]$/u, '')
          .split(/\s+/u)
          .at(-1) ?? '';
      if (after === undefined || (mark === ',' && belongTogether(last, after))) continue;
    }
    return end;
  }
  return 0;
}

/** Whether a gap lies within a number, a name or a date. `after` null: not known yet. */
function belongTogether(before: string, after: string | null): boolean {
  const left = bare(before);
  const isFigure = (word: string) => /\d/u.test(word) || PART_OF_DATE.test(word);
  const isNameLike = (word: string) => /^\p{Lu}[\p{L}'’-]*$/u.test(word);
  if (after === null) return isFigure(left) || isNameLike(left);
  const right = bare(after);
  if (isFigure(left) && (isFigure(right) || /^(?:of|to|days?|hours?|minutes?|weeks?)$/iu.test(right))) return true;
  if (/^(?:of|to)$/iu.test(left) && isFigure(right)) return true;
  return isNameLike(left) && isNameLike(right) && !/[.!?]$/u.test(before);
}

function bare(word: string): string {
  return word.replace(/^["'(]+|["'),;:!?]+$/gu, '');
}

/** Whom a request speaks of besides the speaker: names, groups, e-mail addresses. Looking them up is somebody else's job. */
import { normaliseText } from './normalise.ts';
import { AFTER_PERSON, LEADS, type PersonRole } from './people-leads.ts';
import { mayBeName } from './people-words.ts';
import { alignText, blankOut, joinTextSpans, type TextSpan } from './spans.ts';

export interface PersonNamed {
  /** Lower case as normalised, without a possessive: "priya nair". */
  readonly text: string;
  readonly role: PersonRole;
  /** Of the name alone. */
  readonly span: TextSpan;
}

export type PeopleGroup = 'team' | 'manager' | 'everyone' | 'me';

export interface PeopleReading {
  readonly names: readonly PersonNamed[];
  readonly groups: readonly PeopleGroup[];
  readonly emails: readonly string[];
  /** All mentions with the word that leads them ("with tom and marcus"), to be cut out. */
  readonly spans: readonly TextSpan[];
}

interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** A capital that no start of a sentence explains. */
  readonly capital: boolean;
  readonly possessive: boolean;
}

const WORD =
  /(?<![\p{L}\p{N}_@.-])\p{L}[\p{L}\p{M}\p{N}]*(?:[-'.](?=[\p{L}])[\p{L}\p{M}\p{N}]+)*'?(?![@\p{N}_]|[-]\d)/gu;
const EMAIL = /(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63}){1,4}/gu;
const SPOKEN_EMAIL = /\b[a-z0-9]{1,40}(?: dot [a-z0-9]{1,40}){0,2} at [a-z0-9-]{1,40}(?: dot [a-z0-9-]{2,20}){1,2}\b/gu;
const PARTICLES = new Set([
  'de',
  'da',
  'del',
  'della',
  'di',
  'van',
  'von',
  'der',
  'den',
  'la',
  'le',
  'bin',
  'al',
  'el',
  'dos',
  'ten',
  'st',
]);
const GROUPS: readonly (readonly [PeopleGroup, RegExp])[] = [
  [
    'manager',
    /\b(?:(?:with|to|for|from|of) )?my (?:line |direct |reporting )?(?:manager|boss|supervisor|team lead|lead)(?:'s)?(?![a-z])/gu,
  ],
  [
    'team',
    /\b(?:(?:with|to|for|from|of) )?(?:the|my|our) (?:whole |entire )?(?:\w+ )?team(?:'s)?(?![a-z])|\bteam ?mates\b/gu,
  ],
  [
    'everyone',
    /\b(?:(?:with|to|for) )?(?:everyone|everybody|all (?:hands|staff|employees)|(?:the )?(?:whole|entire) (?:company|office|organi[sz]ation))(?:'s)?(?![a-z])/gu,
  ],
  [
    'me',
    /\b(?:with|to|for|of|from|by|between|on) me(?![a-z])|\bmyself\b|\b(?:assign|invite|add|include|cc) me(?![a-z])|\bme (?=and |to the (?:meeting|call|invite))/gu,
  ],
];

/** All people an utterance mentions. Never throws. */
export function readPeople(text: string, known: readonly string[] = []): PeopleReading {
  const aligned = alignText(text);
  const names: PersonNamed[] = [];
  const groups: PeopleGroup[] = [];
  const spans: TextSpan[] = [];
  const emails: string[] = [];
  for (const match of aligned.normalised.matchAll(EMAIL)) {
    emails.push(match[0].replace(/\.$/u, ''));
    spans.push(withPreposition(aligned.normalised, [match.index, match.index + match[0].length]));
  }
  for (const match of aligned.normalised.matchAll(SPOKEN_EMAIL)) {
    emails.push(match[0].replaceAll(' dot ', '.').replace(' at ', '@'));
    spans.push(withPreposition(aligned.normalised, [match.index, match.index + match[0].length]));
  }
  const plain = blankOut(aligned.normalised, spans);
  for (const [group, pattern] of GROUPS) {
    for (const match of plain.matchAll(pattern)) {
      if (!groups.includes(group)) groups.push(group);
      spans.push([match.index, match.index + match[0].trimEnd().length]);
    }
  }
  const words = wordsIn(plain, text, aligned.original);
  const reader = new NameReader(plain, words, new Set(known.flatMap((name) => normaliseText(name).split(' '))));
  for (const found of reader.read()) {
    names.push(...found.names);
    spans.push(found.span);
  }
  return { names, groups, emails, spans: joinTextSpans(spans, plain.length) };
}

function withPreposition(plain: string, [from, to]: TextSpan): TextSpan {
  const lead =
    /\b(?:with|to|for|from|cc|invite|and) $/u.exec(plain.slice(Math.max(0, from - 8), from))?.[0].length ?? 0;
  return [from - lead, to];
}

function wordsIn(plain: string, text: string, original: (span: TextSpan) => TextSpan): readonly Word[] {
  const shouting = text === text.toUpperCase();
  return [...plain.matchAll(WORD)].map((match) => {
    const start = match.index;
    const [from] = original([start, start + 1]);
    const letter = text[from] ?? '';
    const begins = /(?:^|[.!?:]\s*["'“]?)\s*$/u.test(text.slice(Math.max(0, from - 4), from)) || from === 0;
    const capital = !shouting && !begins && letter !== letter.toLowerCase();
    const bare = match[0].replace(/'s?$/u, '');
    const possessive = bare !== match[0];
    return { text: bare, start, end: start + bare.length, capital, possessive };
  });
}

/** Nobody invites more by name in one breath; a longer text must not cost its square. */
const LONGEST_LIST = 20;

class NameReader {
  readonly #plain: string;
  readonly #words: readonly Word[];
  readonly #known: ReadonlySet<string>;
  #taken = 0;

  constructor(plain: string, words: readonly Word[], known: ReadonlySet<string>) {
    this.#plain = plain;
    this.#words = words;
    this.#known = known;
  }

  *read(): Generator<{ readonly names: readonly PersonNamed[]; readonly span: TextSpan }> {
    for (const [index, word] of this.#words.entries()) {
      if (word.start < this.#taken || !this.#isName(word)) continue;
      const lead = this.#leadOf(word, index);
      if (lead !== null) {
        const list = this.#list(index, lead.role);
        this.#taken = list.end;
        yield { names: list.names, span: [word.start - lead.length, list.end] };
        continue;
      }
      const owner = this.#possessive(index);
      if (owner === null) continue;
      this.#taken = owner.end;
      yield { names: owner.names, span: [word.start, owner.end] };
    }
  }

  #isName(word: Word): boolean {
    return this.#known.has(word.text) || mayBeName(word.text, word.capital);
  }

  #leadOf(word: Word, index: number): { readonly role: PersonRole; readonly length: number } | null {
    const before = this.#plain.slice(Math.max(0, word.start - 64), word.start);
    for (const { role, before: pattern, follow } of LEADS) {
      if (!pattern.test(before)) continue;
      const list = this.#list(index, role);
      const owned = this.#plain.slice(list.end - 2, list.end).includes("'");
      if (follow !== undefined && !owned && !word.capital && !follow.test(this.#plain.slice(list.end, list.end + 24)))
        continue;
      if (owned) return { role: 'of', length: 0 };
      const length = /(?:with|to|for|from|by|of) $/u.exec(before)?.[0].length ?? 0;
      return { role, length };
    }
    // A capital after "to" is enough: "move it to Priya".
    if (word.capital && /\bto $/u.test(before)) return { role: 'to', length: 3 };
    return null;
  }

  /** "tom", "tom and marcus", "tom, marcus & priya nair", "me and tom". */
  #list(index: number, role: PersonRole): { readonly names: readonly PersonNamed[]; readonly end: number } {
    const names: PersonNamed[] = [];
    let at = index;
    let end = this.#words[index]?.start ?? 0;
    while (names.length < LONGEST_LIST) {
      const last = this.#nameEnd(at);
      const first = this.#words[at];
      const final = this.#words[last];
      if (first === undefined || final === undefined) break;
      const owned = final.possessive;
      names.push({
        text: this.#plain.slice(first.start, final.end),
        role: owned ? 'of' : role,
        span: [first.start, final.end],
      });
      end = owned ? final.end + possessiveLength(this.#plain, final.end) : final.end;
      if (owned) break;
      const next = this.#nextInList(last, end);
      if (next === null) break;
      at = next;
    }
    // "tom and marcus's calendar": both own it.
    const all = names.at(-1)?.role === 'of' ? names.map((name) => ({ ...name, role: 'of' as const })) : names;
    return { names: all, end };
  }

  #nextInList(last: number, end: number): number | null {
    for (let next = last + 1; next <= last + 2; next++) {
      const word = this.#words[next];
      if (word === undefined) return null;
      const gap = this.#plain.slice(end, word.start);
      if (/^(?:, ?| ?, ?and | and | & | ?\/ ?| plus | or )$/u.test(gap)) {
        if (word.text === 'and' || word.text === 'or' || word.text === 'plus') continue;
        return this.#isName(word) && this.#endsName(next) ? next : null;
      }
    }
    return null;
  }

  /** Of a comma list in lower case only what is followed by a further sign of a list or an end counts. */
  #endsName(index: number): boolean {
    const word = this.#words[this.#nameEnd(index)];
    if (word === undefined) return false;
    return (
      word.capital ||
      word.possessive ||
      AFTER_PERSON.test(this.#plain.slice(word.end, word.end + 16)) ||
      /^ (?:are|both|regarding|re|free|available|busy|out|have|has|join|attend|work|report|\d)/u.test(
        this.#plain.slice(word.end, word.end + 16),
      )
    );
  }

  /** The last word of the name that begins at `index`. */
  #nameEnd(index: number): number {
    let last = index;
    for (let count = 1; count < 4; count++) {
      const word = this.#words[last];
      const next = this.#words[last + 1];
      if (word === undefined || next === undefined || word.possessive) break;
      if (this.#plain.slice(word.end, next.start) !== ' ') break;
      const particle =
        PARTICLES.has(next.text) && this.#words[last + 2] !== undefined && this.#isName(this.#words[last + 2] ?? next);
      const initial = next.text.length === 1 && !/^[ai]$/u.test(next.text) && count === 1;
      const same = next.capital === word.capital || this.#known.has(next.text) || (index === last && next.capital);
      if (
        !particle &&
        !initial &&
        !(same && this.#isName(next) && (count === 1 || (count === 2 && word.capital) || PARTICLES.has(word.text)))
      )
        break;
      last++;
    }
    return last;
  }

  /** "marcus's calendar", "priya nair's tasks", not led by anything. */
  #possessive(index: number): { readonly names: readonly PersonNamed[]; readonly end: number } | null {
    const list = this.#list(index, 'of');
    return /'s?$/u.test(this.#plain.slice(Math.max(0, list.end - 2), list.end)) ? list : null;
  }
}

function possessiveLength(plain: string, at: number): number {
  return plain.startsWith("'s", at) ? 2 : plain[at] === "'" ? 1 : 0;
}

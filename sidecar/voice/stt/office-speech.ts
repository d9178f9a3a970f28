import { readdirSync, readFileSync } from 'node:fs';
import { normaliseText } from '../../language/normalise.ts';

/** What people say to the assistant, word for word as it is said: what the demo's recogniser expects. */

const UTTERANCES = new URL('../../language/nlu/utterances/', import.meta.url);
/** Short answers are said far more often than they stand among our examples. */
const ANSWERS = `yes|yeah|yes please|yep|sure|okay|okay go ahead|go ahead|please do|sounds good|do it|yes do it|book it|send it|confirm
|correct|that is right|that's right|absolutely|alright|no|nope|no thanks|no thank you|not now|cancel|cancel that|never mind|forget it|stop
|hold off|no forget it|undo that|undo|take that back|wait|hold on|thank you|thanks|hello|good morning|what can you do|repeat that|on friday|next monday
|tomorrow|the first one|the second one|annual leave|sick leave|mhm|um|uh`;
const ANSWER_WEIGHT = 25;
const SHORTEST: ReadonlySet<string> = new Set(['yes', 'no', 'stop', 'okay']);
const SHORTEST_WEIGHT = 150;

const ONES =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const ORDINALS: Readonly<Record<string, string>> = {
  one: 'first',
  two: 'second',
  three: 'third',
  five: 'fifth',
  eight: 'eighth',
  nine: 'ninth',
  twelve: 'twelfth',
  twenty: 'twentieth',
  thirty: 'thirtieth',
};

/** Sentences as lists of words; `knows` tells which words can be pronounced, sentences with others are left out. */
export function officeSentences(knows: (word: string) => boolean): readonly (readonly string[])[] {
  const sentences: (readonly string[])[] = [];
  for (const file of readdirSync(UTTERANCES).toSorted()) {
    for (const line of readFileSync(new URL(file, UTTERANCES), 'utf8').split('\n')) {
      if (line === '') continue;
      const words = spokenWords((JSON.parse(line) as { text: string }).text);
      if (words?.every(knows)) sentences.push(words);
    }
  }
  for (const answer of ANSWERS.split(/\s*\|/u)) {
    const words = answer.split(' ');
    const length = SHORTEST.has(answer) ? SHORTEST_WEIGHT : ANSWER_WEIGHT;
    if (words.every(knows)) sentences.push(...Array.from({ length }, () => words));
  }
  return sentences;
}

/** How a written sentence is said; null when it has figures that are said in more than one way. */
export function spokenWords(text: string): readonly string[] | null {
  const words: string[] = [];
  const plain = normaliseText(text)
    .replace(/\$(\d+)/gu, '$1 dollars')
    .replace(/\b(\d{1,2})(?::00)? ?([ap])\.?m\b\.?/gu, (_, hour: string, half: string) => `${hour} ${half}.m.`)
    .replace(/(\d):(\d)/gu, '$1 $2');
  for (const token of plain.match(/[ap]\.m\.|\d+(?:st|nd|rd|th)?|[a-z]+(?:'[a-z]+)*|[^\sa-z\d,?!.;:"'()-]/gu) ?? []) {
    if (!/^\d/u.test(token)) {
      words.push(token);
      continue;
    }
    const said = numberWords(token);
    if (said === null) return null;
    words.push(...said);
  }
  return words.length === 0 ? null : words;
}

function numberWords(token: string): readonly string[] | null {
  const [, digits = '', suffix = ''] = /^(\d+)([a-z]*)$/u.exec(token) ?? [];
  if (/^20\d\d$/u.test(digits) && suffix === '') return ['twenty', ...(numberWords(digits.slice(2)) ?? [])];
  if (digits.length > 2) return null;
  const value = Number(digits);
  const words =
    value < 20
      ? [ONES[value] ?? '']
      : [TENS[Math.floor(value / 10) - 2] ?? '', ...(value % 10 === 0 ? [] : [ONES[value % 10] ?? ''])];
  if (suffix === '') return words;
  const last = words.at(-1) ?? '';
  return [...words.slice(0, -1), ORDINALS[last] ?? `${last.replace(/y$/u, 'ie')}th`];
}

import { plainWords } from '../../language/nlu/quick/leave-vocabulary.ts';

const POINTING = new Set(['the', 'one', 'cancel', 'please', 'that', 'this', 'leave', 'take', 'and', 'for']);

/** The choice that was picked: by its words, by its place, or by a word that only one of them has. Null for none. */
export function chosen(text: string, choices: readonly string[]): string | null {
  const quiet = text
    .trim()
    .toLowerCase()
    .replace(/[.!]+$/u, '');
  const exact = choices.find((choice) => choice.toLowerCase() === quiet);
  if (exact !== undefined) return exact;
  const place = saidPlace(text, choices.length);
  if (place !== null) return choices[place] ?? null;
  const words = quiet.split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 2 && !POINTING.has(word));
  const fitting = choices.filter(
    (choice) => words.length > 0 && words.every((word) => choice.toLowerCase().includes(word)),
  );
  return fitting.length === 1 ? (fitting[0] ?? null) : null;
}

/** "the first one", "2", "the last": place in a list of choices, or null. */
export function saidPlace(text: string, count: number): number | null {
  const words = plainWords(text).trim();
  const match =
    /^(?:the |number |option |choose |take )*(first|second|third|fourth|fifth|last|1|2|3|4|5|one|two|three|four|five)(?: one| option| choice)?(?: please)?$/u.exec(
      words,
    );
  const place = match?.[1];
  if (place === undefined) return null;
  const index =
    place === 'last'
      ? count - 1
      : {
          first: 0,
          '1': 0,
          one: 0,
          second: 1,
          '2': 1,
          two: 1,
          third: 2,
          '3': 2,
          three: 2,
          fourth: 3,
          '4': 3,
          four: 3,
          fifth: 4,
          '5': 4,
          five: 4,
        }[place];
  return index !== undefined && index < count ? index : null;
}

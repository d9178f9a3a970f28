/** Which of the six categories an expense belongs to, by its words. */

const WORDS: Readonly<Record<string, string>> = {
  travel:
    'taxi cab cabs uber lyft flight flights airfare airline plane train trains rail bus buses metro subway tram ferry hotel hotels motel airbnb lodging accommodation parking mileage gas fuel tank petrol diesel toll tolls rental ride rides baggage luggage airport visa trip travel shuttle ticket tickets car',
  meals:
    'lunch lunches dinner dinners breakfast brunch supper coffee coffees tea snack snacks meal meals food restaurant drinks pizza pizzas catering sandwich sandwiches donuts cake groceries beers takeout',
  supplies:
    'paper ink toner pen pens pencils stationery stationary notebook notebooks envelopes folders binders markers batteries supplies stickies labels staples cartridge cartridges',
  equipment:
    'keyboard keyboards monitor monitors laptop laptops computer mouse headset headphones webcam camera chair desk tablet charger adapter dock screen printer cable cables microphone phone equipment hardware router',
  training:
    'course courses training workshop workshops seminar certification certificate exam book books class classes webinar tutorial bootcamp conference lecture',
};
const BY_WORD = new Map(
  Object.entries(WORDS).flatMap(([category, words]) => words.split(' ').map((word) => [word, category])),
);
/** Two words that mean something else than their last. */
const PAIRS: Readonly<Record<string, string>> = {
  'conference ticket': 'training',
  'conference tickets': 'training',
  'conference fee': 'training',
  'training ticket': 'training',
  'phone bill': '',
  'car rental': 'travel',
  'rental car': 'travel',
  'office supplies': 'supplies',
  'per diem': 'meals',
  'team event': '',
};
const EXPLICIT =
  /\b(?:as|under|category|in)(?: an?| the)? (?<kind>travel|meals?|supplies|office supplies|equipment|training|other|miscellaneous)\b|\b(?<before>travel|meals?|supplies|equipment|training)(?: related)? (?:expen[sc]es?|costs?|claim)\b|(?:^|[,;] ?)(?<alone>travel|meals?|supplies|equipment|training|other)(?:$|[,;:])/u;

/** The category that was named; null for none. */
export function saidCategory(plain: string): string | null {
  const found = EXPLICIT.exec(plain)?.groups;
  const kind = found?.['kind'] ?? found?.['before'] ?? found?.['alone'];
  if (kind === undefined) return null;
  if (kind === 'meal') return 'meals';
  return kind === 'miscellaneous' ? 'other' : kind.replace('office ', '');
}

/** The category of "team coffee", "uber to the airport": what the thing itself is, before what it was for. Null for none. */
export function categoryOf(description: string): string | null {
  const [head = ''] = description.split(/ (?:in|to|for|with|at|from|of|on|after|during|and|by) /u);
  return ofWords(head, true) ?? ofWords(description, false);
}

function ofWords(text: string, lastFirst: boolean): string | null {
  const words = text.split(/[^\p{L}]+/u).filter(Boolean);
  for (const [at, word] of words.entries()) {
    const pair = PAIRS[`${word} ${words[at + 1] ?? ''}`];
    if (pair !== undefined) return pair === '' ? null : pair;
  }
  const known = words.flatMap((word) => BY_WORD.get(word) ?? []);
  return (lastFirst ? known.at(-1) : known[0]) ?? null;
}

/** Whether a word is a thing that money is spent on. */
export function isExpenseWord(word: string): boolean {
  return BY_WORD.has(word);
}

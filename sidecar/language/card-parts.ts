/** Words that set one line of a card, or add to it: "the company is Gomez Foods", "call it planning", "and closing in July". */
import { wordsOf } from './normalise.ts';

const PART =
  'company|organi[sz]ation|phone|mobile|number|e ?mail|mail|source|name|last name|first name|amount|value|stage|probability|reason|title|subject|description|location|place|closing date|close date';
const SETS = new RegExp(
  `^(?:(?:and|also|the|his|her|their|its) )*(?:${PART})(?: (?:name|number|address))? (?:is|was|should be|will be)(?: |$)`,
  'u',
);
const NAMES = /^(?:(?:and|then) )*(?:call|name|title) it (?!off\b)\S/u;
const ADDS = /^(?:and|plus|but|with|no|not|he|she|they) /u;

/** Whether a line of the card is named together with what it should say. */
export function setsCardPart(text: string): boolean {
  const words = wordsOf(text).join(' ');
  return SETS.test(words) || NAMES.test(words);
}

/** Whether the words go on about the card: they set a line of it, or begin as what adds to something ("he wants an offer"). */
export function goesOnWithCard(text: string): boolean {
  return setsCardPart(text) || ADDS.test(wordsOf(text).join(' '));
}

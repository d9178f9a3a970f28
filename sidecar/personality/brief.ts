/**
 * Words that a sentence may hold and still be left out: none of them is a fact, a warning, a question or a no. A sentence with
 * anything that could matter stays.
 */
const MATTERS = new RegExp(
  [
    // Figures, money, quotes, lists, what leads over to a list, questions.
    String.raw`[\p{N}\p{Sc}%?"“”:\n•]|^\s*[-*]\s`,
    // A no, in any form.
    String.raw`\b(?:no|not|never|none|nothing|nobody|neither|nor|without|cannot|un\p{L}+|\p{L}+n['’]t)\b`,
    // Numbers and days in words.
    String.raw`\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\p{L}+teen|\p{L}+ty|hundred|thousand|million|half|quarter|dozen|once|twice|first|second|third|last|next|both|all|every|each|days?|weeks?|months?|years?|hours?|minutes?|today|tonight|tomorrow|yesterday|noon|midnight|morning|afternoon|evening)\b`,
    // Warnings, conditions and what waits for a yes.
    String.raw`\b(?:but|however|although|though|unless|until|if|only|still|before|already|careful|warning|note|please|must|need|needs|should|may|might|risk|deadline|due|late|overdue|limit|exceeds?|overlaps?|over|above|below|less|more|than|too|error|failed|sorry|wait|waits|waiting|pending|sent|send|approve[sd]?|approval|confirm\p{L}*|cancel\p{L}*|reject\p{L}*|refuse[ds]?|expire[ds]?|card|yes|shall|undo|instead|because|private|secret|delete[ds]?|remove[ds]?)\b`,
  ].join('|'),
  'iu',
);
/** First words that are no names. */
const STARTS = new Set(
  'a an and as at enjoy feel for good great happy have having here hope i in is it just let lots most now of on our so some take thanks that the there these they this those to we well what with you your'.split(
    ' ',
  ),
);

/** Whether a brief answer can do without this sentence. In doubt it cannot. */
export function canBeLeftOut(sentence: string): boolean {
  const words = sentence.trim();
  if (words === '' || MATTERS.test(words)) return false;
  const [first = '', ...rest] = words.split(/\s+/u);
  if (!STARTS.has(first.toLowerCase().replace(/['’].*$|[^\p{L}]/gu, ''))) return false;
  // A capital within a sentence is a name.
  return !rest.some((word) => /\p{Lu}/u.test(word) && !/^I(?:['’]\p{L}+)?[,.!]?$/u.test(word));
}

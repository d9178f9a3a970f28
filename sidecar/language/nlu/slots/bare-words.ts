/** What is left of words when those that only ask are taken from their ends, whatever order they were put in. */

/** Where one half of what is said ends: "code of conduct - what are the main points", "my badge is lost, what now". */
const CUTS =
  /(?:\s*[,;]\s+(?:and |but |so )?|\s+-+\s+|:\s+|(?<!\bst)\.\s+|\s+or (?=(?:not|is|are|do|does|can|may|should|must|will)(?: |$))|\s+(?:and|so) (?=(?:tell|give|show|list|open|summari[sz]e|read|what|where|who|how|when|then)(?: |$)))/u;

export interface Asking {
  /** Words that only ask, at the beginning. */
  readonly lead: ReadonlySet<string>;
  /** The same at the end. */
  readonly tail: ReadonlySet<string>;
  /** How the half begins that is meant when several say something; else the first is taken. */
  readonly request?: RegExp;
}

/** A set of the words of a sentence. */
export function wordSet(...lists: readonly string[]): ReadonlySet<string> {
  return new Set(lists.join(' ').split(/\s+/u));
}

/** The half that says something, without the words that only ask; null when nothing does. Lower case expected. */
export function bareMatter(words: string, asking: Asking): string | null {
  const halves = words.split(CUTS).flatMap((half) => {
    const bare = peeled(half, asking);
    return bare === null ? [] : [{ half, bare }];
  });
  const { request } = asking;
  const meant = request === undefined ? undefined : halves.find(({ half }) => request.test(half));
  return (meant ?? halves[0])?.bare ?? null;
}

function peeled(half: string, { lead, tail }: Asking): string | null {
  const words = half.split(' ').filter((word) => word !== '');
  while (words.length > 0 && lead.has(plainWord(words[0]))) {
    const isArticle = ARTICLE.test(words.shift() ?? '');
    if (isArticle && beginsName(words, lead)) break;
  }
  while (words.length > 0 && tail.has(plainWord(words.at(-1)))) words.pop();
  return words.length === 0 ? null : words.join(' ').replace(/[,;:.-]+$/u, '');
}

const ARTICLE = /^(?:the|an?|our|my|your)$/u;
const JOINT = /^(?:of|at|on|in|for|from|about|the|an?|our|my|to)$/u;

/** "The open source licence" begins with "open", "the full text of the lease" does not begin with "full text". */
function beginsName(words: readonly string[], lead: ReadonlySet<string>): boolean {
  const end = words.findIndex((word) => !lead.has(plainWord(word)));
  return end >= 0 && !words.slice(0, end).some((word) => JOINT.test(word));
}

function plainWord(word = ''): string {
  return word.replace(/[,;:.]+$/u, '');
}

/** Words without a meaning of their own. */
export const PRONOUNS =
  "i i'm i'd i've i'll me my we we're we've us our you your they them it it's its that that's this these those there there's here one somebody someone anybody anyone";
export const AUXILIARIES =
  "is isn't are aren't am was were be been do does did don't can can't cannot could may might must should shall will would have has had having let let's u";
export const QUESTION_WORDS =
  "what what's which who who's whom whose where where's when why how how's whats whos wheres";
export const ARTICLES = 'the a an any some';

/** A question about how something is done or what is allowed. "It" may be the department, and "this" says which. */
export const QUESTION: Asking = {
  lead: wordSet(
    PRONOUNS.replace(/\bit\b/u, ''),
    AUXILIARIES,
    QUESTION_WORDS,
    ARTICLES,
    'exactly many much long far late early often soon ahead advance allowed permitted supposed ok okay acceptable to about on for of regarding and so but if also just really even still please actually anyone everyone',
  ),
  tail: wordSet(
    "i me we you is are am was be do does did can may must should have has what which who where when why how the a an any there it's that that's allowed permitted ok okay acceptable possible forbidden or not to about on and so but if then too though exactly really mean please here",
  ),
};

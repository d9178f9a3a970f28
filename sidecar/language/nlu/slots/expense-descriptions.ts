/** What the money of an expense went for, without the words that ask for it back. */
import type { MoneyReading } from '../../money.ts';
import { ARTICLES, type Asking, AUXILIARIES, bareMatter, PRONOUNS, wordSet } from './bare-words.ts';
import { DAY } from './expense-days.ts';

/** What is wished of the money begins another half of the sentence. */
const WISHED =
  /[,;.] ?(?:(?:and|so) )?(?:please |can you |could you |kindly )*(?:i |we )?(?:(?:would like|'d like|want|need|get|have|claim|expense|reimburse|refund|file|log|book|submit|record|put|as|to be) (?:it|that|this|them|me|the money|an? (?:expense|claim)|my money)|can i|may i|could i|is that|please put|will (?:i|you|the company))(?![a-z]).*$/u;
const TAIL = [
  / (?:and |so )?(?:can|could|may|will|would) (?:i|you|we) (?:please )?(?:get|have|claim|expense|reimburse|refund|file|put|submit) (?:it|that|this|them|me|the money)(?!\p{L}).*$/u,
  / (?:amounting|adding up|coming|totalling)(?: to)?$/u,
  WISHED,
  / (?:down )?(?:as|to|on|for|onto) (?:an? |my |the )?(?:expenses?|claims?|reimbursement|refund|travel claim)$/u,
  /(?<=\p{L}),? (?:(?:that|which) )?(?:i|we)(?:'ve| have)? (?:just )?(?:paid|bought|had|got|ordered|took|purchased|spent)(?: for)?$/u,
  /,? (?:get|want|need|have) (?:it|that|this)$/u,
  /(?<=\p{L})(?<!\b(?:came|comes|amounts|amounted|add|adds)) (?:to|as an?|down as an?)$/u,
  /(?<=\p{L}{3,}) (?:, ?)?(?:expenses?|claim)$/u,
  /[,;.]? (?:and )?(?:please |can you |could you )?(?:put|charge|add|book) (?:it |that |this )?(?:on|in|to|through|under|onto)(?: (?:to|my|the|our) ?(?:expenses?|claims?|list|account|company card)?)?$/u,
  /[,;.]? (?:and )?(?:please |can you |could you )?(?:put|charge|add|book) (?:it|that|this)$/u,
  /[,;.]? (?:please )?(?:submit|file|claim|enter|reimburse)(?: (?:it|that|this|me))?(?: for (?:reimbursement|me))?$/u,
  /[,;.]? (?:i|we) (?:want|need) (?:it|that|this) back$/u,
  / (?:it |that |which |did |and |and it )+(?:was|is|came to|comes to|cost(?: me)?|set me back)?$/u,
  /[,;.]? (?:and )?(?:please )?(?:get|have) me reimbursed$/u,
  /[,;.]? how (?:do|can) i (?:claim|expense|get) (?:that|it|this)(?: back)?$/u,
  /[,.;]? (?:and )?(?:please |can you |could you |kindly )?(?:claim|expense|submit|file|reimburse|log|record|add|enter) (?:it|that|this|them)(?: for me| please| back)?$/u,
  /[,.;]? (?:and )?(?:i )?(?:need|want|would like|'d like) (?:it|that|this|the money|my money) back$/u,
  /[,.;]? (?:please )?(?:get|give) (?:it|that|me that|the money) back(?: for me| to me)?$/u,
  /[,.;]? (?:please )?hand (?:it|that) in$/u,
  /[,.;]? (?:can|could|will|would) (?:the company|you|we|acme|they) (?:pay|cover|reimburse)(?: for)?(?: (?:it|that|this|me))?$/u,
  /[,.;]? (?:put|run) (?:it|that|this) through$/u,
  / (?:paid back|reimbursed|back|through|through please|again)$/u,
  /[,.;]? (?:please|pls|thanks|thank you)$/u,
  /[,.;]? (?:that|it|which) (?:was|is|cost(?: me)?|came to|comes to)$/u,
  / (?:was|is|cost|costs|came to|comes to|for|of|at|on|cost me|set me back)$/u,
  / for work$/u,
  /,? (?:a|per) (?:night|day|piece)$/u,
  / (?:on|to|in) (?:my )?(?:expenses|the (?:system|company)|my account)$/u,
  /[,;:.!?-]+$/u,
];
const HEAD = [
  /^(?:the )?(?:amount|sum|total|cost)s?(?: (?:of|paid|spent))?(?: for| on)?(?= )/u,
  /^(?:had to |to )?(?:shell(?:ed)? out|fork(?:ed)? out|find enclosed|please find|attached is|enclosed is)(?= )/u,
  /^(?:may|can|could|should|shall) (?:i|we) (?:claim|expense|get|put|file|submit)(?= )/u,
  /^how about (?:i|we) (?:file|submit|claim|log)(?= )/u,
  /^(?:buy|bought|ordered|purchased|booked|grabbed|paid for|paid|took (?=(?:an?|the|my) (?:train|taxi|cab|bus|uber|lyft|tram|metro|subway|ferry|plane|flight|shuttle)(?!\p{L}))) ?(?=\p{L})/u,
  /^(?:the )?company (?:for|with)(?= )/u,
  /^(?:here|over|out of (?:my )?(?:own )?pocket)(?= )/u,
  /^(?:um+|uh+|so|well|hey|hi|hello|ok|okay|like|please|pls|and|also|then|plus|just|now)[, ]+/u,
  /^(?:can|could|would|will) (?:you|i|we) (?:please )?/u,
  /^(?:i(?:'ve| have)? (?:had(?: to (?:pay|buy|get|take))?|paid|spent|bought|got|took|taken|eaten|grabbed|purchased|ordered|laid out|stayed at|stayed in)|i(?:'m| am) claiming|claiming|i'd like to|i would like to|i want(?: to)?|i need(?: to)?|i(?:'ve| have)|we (?:had|paid|spent|bought|took)|paid|spent|bought|purchased|had|got|grabbed)(?: myself| me)?(?: like| about| around)?(?= )/u,
  /^(?:like|about|around|roughly) /u,
  /^(?:to )?(?:be |get |been )?(?:reimburse[d]?|reimbursement)(?: me)?(?: for)?(?= )/u,
  /^get (?=my |the )/u,
  /^(?:get|have) me reimbursed(?: for)?(?= )/u,
  /^put (?:through |in )?(?:for )?/u,
  /^(?:to )?(?:(?:enter|record|register) (?=an? (?:claim|outlay|expense))|expense|claim|submi\w*|file|log|add|put|charge|enter|record|register|upload|report|hand in|create|make|new(?= (?:expense|claim|receipt|reimbursement|travel|meal))|attach)(?= |$)/u,
  /^(?:(?:a|an|the|my|some|another|new|me|us|this|that|in respect of|of|for|on|in|at|with|from|to|it|is|was) )+/u,
  /^(?:(?:travel|meals?|supplies|equipment|training|other|office) )?(?:expen[sc]es?|expnse|outlays?|claims?|receipts?|reimbursements?|bill|cost|costs)(?: (?:claim|report))?(?= |:|,|$)(?: for| of)?/u,
  /^i(?:'m| am) out of pocket(?: for)?/u,
  /^(?:the company|acme|you|they|work) owes? me(?: for)?/u,
  /^[,:;.!?-]+ ?/u,
  /^here(?:'s| is) (?=a |the |my )/u,
  /^(?:had to (?:buy|pay|get|take)|refund(?: me)?|pay me back)(?: for)?(?= )/u,
  /^(?:get )?back (?:for |the )?(?:, )?(?:(?:that )?i (?:spent|paid) (?:on|for) )?/u,
  /^(?:that )?i (?:spent|paid) (?:on|for) /u,
];

/** Words that only ask for money back. */
const CLAIMING = wordSet(
  PRONOUNS,
  AUXILIARIES,
  ARTICLES,
  'money back submit file claim expense log book record register put add enter get give want need like please kindly reimburse reimbursed reimbursement refund refunded pay paid company now and so as for to through in on back again owes owe cover thanks',
);
const SPENT: Asking = {
  lead: wordSet(
    ARTICLES,
    "i i'd i've my we our there's there was is of for me to grab get buy charge like want need would it cost treat as expense spent night at money back refund reimbursement reimbursed claim cost costs",
  ),
  tail: wordSet("i i'd would like want to be set me back out of own money pocket was is the a my and so that it"),
};

/** "..., the company should pay": the halves that name nothing are dropped. */
function withoutWishes(left: string): string {
  const halves = left.split(/ ?[,;] /u).filter((half) => half.split(' ').some((word) => !CLAIMING.has(word)));
  return halves.join(' , ');
}

/** What the money went for: what is left when amounts, days and the asking are taken away. Null for nothing. */
export function descriptionOf(plain: string, amounts: readonly MoneyReading[]): string | null {
  let left = plain;
  for (const { span } of [...amounts].reverse()) left = `${left.slice(0, span[0])} , ${left.slice(span[1])}`;
  left = tidy(left.replace(DAY, ' ').replace(/\bdollars?\b|\bdolars?\b|\bbucks\b|\beuros?\b/gu, ' '));
  left = tidy(
    left.replace(
      /[,;]? ?(?:(?:please )?(?:file|book|log|put|claim|record) (?:it|that) )?(?:as|under|to) (?:a |an )?(?:travel|meals?|food|supplies|office supplies|equipment|training|other)(?: expenses?)?$/u,
      '',
    ),
  );
  left = tidy(withoutWishes(left));
  left = tidy(left.replace(/[,;] ?(?:travel|meals?|supplies|equipment|training|other)$/u, ''));
  left = tidy(left.replace(/^(?:travel|meals?|supplies|equipment|training|other)[,:;] /u, ''));
  left = tidy(left.replace(/^(?:please |can you |could you )?book (?!about )/u, ''));
  for (let before = ''; before !== left; ) {
    before = left;
    for (const pattern of TAIL) left = tidy(left.replace(pattern, ''));
    for (const pattern of HEAD) left = tidy(left.replace(pattern, ''));
  }
  left = tidy(
    left
      .replace(/ for (?:, )+(?=(?:at|in|on|from|to|after|with) )/gu, ' ')
      .replace(/ , (?:for|on|of|at) /gu, ' for ')
      .replace(/ ?, ?(?:receipts?)?$/u, '')
      .replace(/ receipts?$/u, ''),
  );
  left = tidy(
    left
      .replace(/ ,(?= |$)/gu, ' ')
      .replace(/^i (?=\p{L}+ed )/u, '')
      .replace(/ for(?:[ ,])* to /gu, ' to ')
      .replace(/ (?:purchased|attended|incurred|bought)$/u, '')
      .replace(/(?<=\p{L}) (?:expenses?|claim|costs?)$/u, ''),
  );
  if (
    /^(?:expenses?|claims?|receipts?|new|an?|it|that|this|same|same expense.*|something|one|here|from \p{L}+|submit|back|money|i|to|for|as|for me|me|(?:get |some |my |the )*money)?$/u.test(
      left,
    )
  )
    return null;
  return bareMatter(left, SPENT)?.slice(0, 500) ?? null;
}

function tidy(text: string): string {
  return text
    .replace(/\s+/gu, ' ')
    .replace(/(?: ,)+(?= ,|$)/gu, '')
    .replace(/^(?:[, ]+)/u, '')
    .trim();
}

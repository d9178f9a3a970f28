/** What the words of an utterance say about a leave request, apart from the dates. */
import { plainWords } from '../quick/leave-vocabulary.ts';

export interface SaidType {
  /** One of the words tools know (`vacation`, `sick`, ...), or "<kind> leave" as said. */
  readonly type: string;
  /** `named`: the kind was said; `implied`: "days off" is vacation; `open`: just "leave". */
  readonly how: 'named' | 'implied' | 'open';
}

/** Kinds that companies name beside the usual ones; the site knows which of them it has. */
const KINDS = new Set(
  `casual privilege privileged earned maternity paternity parental study exam marriage wedding sabbatical optional restricted special family adoption jury military
  birthday emergency religious childcare carer carers volunteer menstrual quarantine relocation floating moving educational`.split(
    /\s+/u,
  ),
);

const LAST_RESORT = '(?:unpaid|without pay|lwp)(?: leave| days?)?';
const CONDITION =
  '(?:(?:if|when|where|in case) (?:need(?:ed)?(?: be)?|necessary|required|i (?:have|need|must)(?: to)?|it (?:must|has to|needs to) be(?: so)?|nothing else|there is no other way|all else fails|i run out|i have (?:none|no days?) left)|as a last resort)';
const CONDITIONAL = new RegExp(
  ` (?:(?:or|even|also|and|leave|as|take it|make it|it can be|can be) )*(?:${LAST_RESORT} ${CONDITION}|${CONDITION} ${LAST_RESORT}) `,
  'u',
);

/** Sick leave is for one's own illness; with a sick child the company's rules differ, so the kind is not guessed from it. */
const OTHERS_ILL =
  / (?:my|our|the) (?:\w+ )?(?:kids?|child|children|son|daughter|baby|wife|husband|partner|mother|father|mom|mum|dad|parents?|grandmother|grandfather|dog|cat) (?:is|are|was|has|have|got|fell|feels) (?:\w+ ){0,2}(?:sick|ill|unwell|poorly|flu|fever|cold|covid) /u;

/** The kind of leave that was said, or null when the words speak of none. */
export function saidType(text: string): SaidType | null {
  // "Unpaid if need be" wants paid days first: the condition is weighed when they run out, not now.
  const words = plainWords(text).replace(CONDITIONAL, ' ').replace(OTHERS_ILL, ' ');
  const named = (type: string): SaidType => ({ type, how: 'named' });
  if (
    / (?:sick|ill|unwell|flu|fever|migraine|covid|medical leave|sickness|stomach bug|food poisoning|poorly|under the weather) /u.test(
      words,
    )
  )
    return named('sick');
  if (
    / not (?:feeling|feel) (?:\w+ )?(?:well|good|great) | (?:feel|feeling) (?:\w+ )?(?:terrible|awful|lousy|bad) | (?:have|got|caught|with) (?:a |the )?(?:\w+ )?cold /u.test(
      words,
    )
  )
    return named('sick');
  if (/ (?:bereavement|funeral|compassionate|passed away|died) /u.test(words)) return named('bereavement');
  if (/ personal (?:leaves?|days?|time) /u.test(words)) return named('personal');
  if (/ (?:unpaid|without pay|lwp) /u.test(words)) return named('leave without pay');
  if (/ (?:comp off|compensatory|toil|time off in lieu|in lieu) /u.test(words)) return named('compensatory');
  if (/ annual(?: leaves?)? /u.test(words)) return named('annual leave');
  const kind = / ([a-z]+) leaves? /u.exec(words)?.[1];
  if (kind !== undefined && KINDS.has(kind)) return named(`${kind} leave`);
  if (/ (?:vacations?|holidays?|pto|paid leave|paid time off) /u.test(words)) return named('vacation');
  if (/ (?:time off|days? off|off|away|break|out of (?:the )?office|ooo) /u.test(words))
    return { type: 'vacation', how: 'implied' };
  return / leaves? /u.test(words) ? { type: 'leave', how: 'open' } : null;
}

/** The reason, when the person gave one in so many words. */
export function saidReason(text: string): string | null {
  const because =
    /\b(?:because(?: of)?|due to|the reason is|reason is|reason:|reason being|as (?=(?:i (?:have|need|must)|the|my|we) )|since (?=(?:i (?:have|need|must)|the|my|we) ))\s*(.{3,200}?)[.!]*$/isu.exec(
      text,
    );
  const purpose = /\bfor (?=(?:my|a|an|our|the) [\p{L}'’]+(?: [\p{L}'’]+){0,3}[.!]*$)(.{3,80}?)[.!]*$/isu.exec(text);
  const reason = because?.[1] ?? purpose?.[1] ?? null;
  if (reason === null) return null;
  // "for a day", "for the week", "for the afternoon" are no reasons.
  return /\b(?:days?|weeks?|months?|morning|afternoon|leave|vacation|holidays?|year|\w+day|request|rest|weekend|th|st|nd|rd)\b/iu.test(
    reason,
  ) && because === null
    ? null
    : reason.trim();
}

/** Why leave is taken back: "..., I feel better", "..., the trip fell through". What stands behind, when it is a sentence of its own and asks for nothing. */
export function reasonBehind(text: string): string | null {
  const said =
    /,\s*(?<why>(?:as |since )?(?:my|our|the|i|we|there|it|he|she|they)\b(?:['’]\p{L}+)? [^,?]{4,120}?)[.!]*$/isu.exec(
      text,
    )?.groups?.['why'];
  if (said === undefined || ASKS.test(said)) return null;
  return said.trim().replace(/^(?:as|since) /iu, '');
}
const ASKS =
  /\b(?:please|book|request|put|submit|approve|cancel|withdraw|remove|delete|need|want|would like|'d like|will|i'll|leave|vacation|holidays?|days? off|time off|pto|off|take|take back|date|note|check|show|is that|it is for|half|until|from|to (?:mon|tues|wednes|thurs|fri))\b|\d/iu;

export type RequestStatus = 'pending' | 'approved' | 'rejected' | 'all';

/** Which requests were asked for. */
export function saidStatus(text: string): RequestStatus {
  const words = plainWords(text);
  // "Has it been approved?" asks about all of them.
  if (
    / (?:has|have|did|is|was|were|are|will|if) (?:\w+ ){0,7}(?:approved|accepted|granted|rejected|declined|approve|denied) /u.test(
      words,
    ) &&
    !/ (?:are|is) (?:still )?pending /u.test(words)
  )
    return 'all';
  if (
    / (?:pending|waiting|open|outstanding|undecided|not decided|unapproved|not approved|not yet approved) /u.test(words)
  )
    return 'pending';
  if (/ (?:approved|accepted|granted) /u.test(words)) return 'approved';
  return / (?:rejected|declined|denied|refused|turned down) /u.test(words) ? 'rejected' : 'all';
}

/** The id of a request, if one was typed. */
export function saidRequestId(text: string): string | null {
  return /\b[A-Z]{2,5}-LAP-\d{4}-\d{3,}(?:-\d+)?\b/iu.exec(text)?.[0].toUpperCase() ?? null;
}

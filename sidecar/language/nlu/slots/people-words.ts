/** Whom words ask for: a name, a function or a department, as the directory looks for it. */
import { normaliseText } from '../../normalise.ts';
import { mayBeName } from '../../people-words.ts';
import { FIRST_NAMES } from '../names-known.ts';

const SOMEBODY = String.raw`(?<who>[\p{L}][\p{L}\p{M}'.@-]*(?: [\p{L}][\p{L}\p{M}'.@-]*){0,3})`;
const CONTACT = `(?:(?:phone|mobile|desk|office|work|cell|telephone|extension) (?:number|extension|phone)|e-?mail(?: address)?|mail|phone(?: number)?|direct line|mobile(?: number)?|cell(?: number)?|number|contact(?: (?:details|info|information|data))?|extension|details)`;
const BOSS = `(?:manager|mangaer|boss|supervisor|lead|team lead|superior|line manager)`;
const TEAM = `(?:direct reports|reports|team|people|team members|subordinates|reportees)`;

const JOB = `(?:job|title|position|role|function|department|team|desk)`;

const WHOSE = '(?:(?:our|my|the|your) )?(?:(?:colleague|coworker|co-worker|employee|mr|ms) )?';
const ONE = String.raw`(?!(?:i|you|we|it|that|this|who|what|which|he|she|they|there|the|my|our|is|has|does|do)\b)(?<who>\p{L}[\p{L}'-]*)`;
/** He or she is somebody who was named before. */
const PATTERNS = [
  new RegExp(
    String.raw`^${ONE}(?:'s? team)?,? (?:and )?(?:who|who's|whose|which|what)(?: \p{L}+)*? (?:his|her|their|him|them)\b`,
    'u',
  ),
  new RegExp(
    String.raw`^${ONE} (?:isn't|is not|doesn't|does not|leads|heads|runs|manages|left|is (?:away|out|ill|sick))\b.* who(?:'s|se)?\b.*\b(?:his|her|their|him|them)\b`,
    'u',
  ),
  new RegExp(String.raw`\b(?:led|managed|supervised|headed) by ${ONE}`, 'u'),
  new RegExp(String.raw`^${ONE} is the (?:boss|manager|supervisor|head) of (?:whom|who)\b`, 'u'),
  new RegExp(String.raw`\bwho (?:all )?has ${ONE} as (?:an? |the |their |his |her )?(?:line |direct )?${BOSS}`, 'u'),
  new RegExp(String.raw`^(?:has|does) ${ONE} (?:got|have) (?:anybody|anyone|somebody|someone|people|a team)\b`, 'u'),
  new RegExp(String.raw`^is \p{L}+ ${ONE}'s (?:line |direct )?${BOSS}`, 'u'),
  new RegExp(String.raw`^has ${ONE} \p{L}+ as (?:her|his|their) ${BOSS}`, 'u'),
  new RegExp(String.raw`\blooking after ${ONE} as\b`, 'u'),
  new RegExp(
    `^whom (?:may|can|should|must|do) i (?:consult|ask|contact|approach) (?:about|regarding|concerning|for|on) (?:the )?${SOMEBODY}`,
    'u',
  ),
  new RegExp(String.raw`\bwho (?:speaks|can speak|understands) ${SOMEBODY}?(?= (?:from|in|at|on|among|here)\b|$)`, 'u'),
  new RegExp(String.raw`^is ${SOMEBODY} (?:under|below|reporting to|working for)\b`, 'u'),
  new RegExp(String.raw`^i (?:can't|cannot|don't|do not) (?:remember|recall|know|find) ${SOMEBODY}'s\b`, 'u'),
  new RegExp(String.raw`\bdirect line (?:of|to|for) (?:the )?${SOMEBODY}`, 'u'),
  new RegExp(
    `^(?:which|who) (?:one )?(?:of|among) (?:our|the|my) (?:people|colleagues|employees|staff) (?:is|has|does|knows) (?:an? |the )?${SOMEBODY}`,
    'u',
  ),
  new RegExp(`^(?!what|who|which|where)${SOMEBODY},? (?:title|job|role|position|department|team)$`, 'u'),
  new RegExp(String.raw`^(?:does|do) ${SOMEBODY} (?:sit|work|live|still work|belong)\b`, 'u'),
  new RegExp(
    String.raw`^is (?!any|some|there)${SOMEBODY} (?:still )?(?:with us|here|employed|around|working here)\b`,
    'u',
  ),
  new RegExp(String.raw`\b${JOB} of (?:the |our )?${SOMEBODY}`, 'u'),
  new RegExp(`^who (?:all )?(?:speaks|can speak|knows how to) ${SOMEBODY}`, 'u'),
  new RegExp(String.raw`\bwho (?:approves|signs|authori[sz]es|decides on) ${SOMEBODY}'s?\b`, 'u'),
  new RegExp(
    String.raw`^(?:which|what) (?:floor|building|office|room|desk|site) (?:does|is|do) ${SOMEBODY} (?:work|sit|on|in|at)\b`,
    'u',
  ),
  new RegExp(
    String.raw`\bwho (?:can|could|should|do) i (?:ask|talk to|speak to|contact)(?: about| for| regarding) (?:the |our )?${SOMEBODY}`,
    'u',
  ),
  new RegExp(
    String.raw`\b(?:responsible person|person in charge|contact person|right person) (?:for|of) (?:the |our )?${SOMEBODY}`,
    'u',
  ),
  new RegExp(String.raw`^is ${SOMEBODY} (?:in|from|part of|at)\b`, 'u'),
  new RegExp(String.raw`\b(?:his|her|their|the|whose|by|with the) name(?: is|'s|:)? ${SOMEBODY}`, 'u'),
  new RegExp(
    String.raw`^(?:which|what) (?:\w+ )?(?:${CONTACT}|${JOB}) (?:has|does|is|of) ${WHOSE}${SOMEBODY}(?: have| has| hold| holds| in)?$`,
    'u',
  ),
  new RegExp(String.raw`\b(?:get|getting) (?:a )?hold of ${SOMEBODY}?(?: (?:from|in|at|on) .+)?$`, 'u'),
  new RegExp(String.raw`\b(?:working|works?) (?:here )?as (?:an? |the |our )?${SOMEBODY}`, 'u'),
  new RegExp(String.raw`\bin charge of ${SOMEBODY}`, 'u'),
  new RegExp(
    String.raw`\b(?:does|do|has|have|did) ${SOMEBODY}? (?:have |has )?(?:under|beneath|below) (?:her|him|them)$`,
    'u',
  ),
  new RegExp(
    String.raw`^(?:which|what|how many) \w+ (?:has|have|does|do) ${SOMEBODY}? (?:got )?(?:in|on|under|have) (?:her|his|their|him|them)\b`,
    'u',
  ),
  new RegExp(String.raw`\bdoes ${SOMEBODY}? line-?manage$`, 'u'),
  new RegExp(String.raw`\b(?:called|named) ${SOMEBODY}`, 'u'),
  new RegExp(
    String.raw`\b(?:which|what|whose) (?:department|team|office|group|unit) (?:is|does|has) ${SOMEBODY} (?:in|work|works|working|belong|sit)\b`,
    'u',
  ),
  new RegExp(
    String.raw`\b(?:who|which (?:colleague|person|employee|one)(?: here)?) (?:takes care of|works (?:with|on)|operates|attends to|looks after|handles|deals with|is responsible for|is in charge of|(?:can|could) help (?:me |us )?with|knows(?: about)?|oversees) (?:the |our )?${SOMEBODY}`,
    'u',
  ),
  new RegExp(String.raw`\bdoes ${SOMEBODY} have$`, 'u'),
  new RegExp(String.raw`\b(?:what|which) (?:\w+ )?(?:does|do|is) ${SOMEBODY} (?:do|have|doing|hold)\b`, 'u'),
  new RegExp(String.raw`${SOMEBODY}'s? (?:current )?${JOB}\b`, 'u'),
  new RegExp(String.raw`\b(?:in touch|touch) with ${SOMEBODY}`, 'u'),
  new RegExp(String.raw`\b(?:above|below|under|beneath|over) ${SOMEBODY}`, 'u'),
  new RegExp(String.raw`\b(?:work|works|working) (?:for|under) ${SOMEBODY}`, 'u'),
  new RegExp(String.raw`\b(?:employee|staff|personnel) (?:record|file|entry|data) (?:of|for) ${SOMEBODY}`, 'u'),
  new RegExp(`^(?:employee |staff |company )?directory:? ${SOMEBODY}`, 'u'),
  new RegExp(String.raw`^${SOMEBODY} (?:reports|answers) to\b`, 'u'),
  new RegExp(
    String.raw`^(?:does|has|do|did|is) ${SOMEBODY} (?:got|have|report|reporting|manage|lead|supervise)\b`,
    'u',
  ),
  new RegExp(
    String.raw`\b(?:do we|does anyone|is there|are there|any|which|do you|have we) (?:(?:have|employ|got|know|any|a|an|somebody|someone) )*${SOMEBODY} (?:among|in|on|do|here|at|with|working)\b`,
    'u',
  ),
  new RegExp(String.raw`\b(?:do we|have we|does the company) (?:(?:have|employ|got|any|a|an) )+${SOMEBODY}`, 'u'),
  new RegExp(String.raw`\b(?:${CONTACT}) (?:of|for) (?:(?:the|my|our|colleague|coworker|friend) )*${SOMEBODY}`, 'u'),
  new RegExp(`^${SOMEBODY} (?:${CONTACT})$`, 'u'),
  new RegExp(
    String.raw`\b(?:how (?:do|can) (?:i|we) (?:reach|contact|get hold of|call|ring|phone|e-?mail)) (?:the )?${SOMEBODY}`,
    'u',
  ),
  new RegExp(String.raw`${SOMEBODY}'s? (?:work |office |direct )?(?:${CONTACT}|${BOSS}|${TEAM})\b`, 'u'),
  new RegExp(String.raw`\b(?:does|do|did) ${SOMEBODY} (?:(?:report|answer) to|report|manage|lead|supervise)\b`, 'u'),
  new RegExp(String.raw`\b(?:reports?|reporting|answers?|answer) (?:directly )?(?:in)?to ${SOMEBODY}`, 'u'),
  new RegExp(String.raw`\b(?:${BOSS}|${TEAM}) (?:of|for) ${SOMEBODY}`, 'u'),
  new RegExp(String.raw`\bwho (?:does|do) ${SOMEBODY} (?:manage|lead|supervise)\b`, 'u'),
  new RegExp(
    String.raw`\bwho (?:manages|leads|supervises|runs|heads|works under|comes above|is above|is under|is over) (?:the )?${SOMEBODY}`,
    'u',
  ),
  new RegExp(
    String.raw`\b(?:work|works|working|is|are|sits|people|everyone|everybody|colleagues|employees|staff|anyone|anybody|who all) (?:is |are )?(?:there )?in (?:the )?${SOMEBODY}`,
    'u',
  ),
  new RegExp(
    String.raw`\b(?:find|search for|serch for|search|look for|look up|lookup|locate|show|list|get|pull up|know) (?:me )?(?:(?:someone|somebody|anyone|a person|an employee|employee|employe|people|employees|colleagues|our|the|all|a|an|my colleague|colleague) )*(?:(?:called|named|from|in|with the name) )?(?:the )?${SOMEBODY}`,
    'u',
  ),
  new RegExp(String.raw`\bwho(?: is|'s| are)? (?:the |our )?${SOMEBODY}`, 'u'),
  new RegExp(
    String.raw`\b(?:looking for|contact|reach|call|ring|phone|e-?mail|message|tell me about) ${SOMEBODY}`,
    'u',
  ),
  new RegExp(String.raw`\b(?:where|what floor|which floor) (?:does|do|is|can i find) ${SOMEBODY}`, 'u'),
  new RegExp(String.raw`^${SOMEBODY},? (?:who's|who is|what does|which|where)\b`, 'u'),
  new RegExp(`^(?:and |what about |how about |also |ok |okay )+(?:for )?(?:the )?${SOMEBODY}`, 'u'),
];
/** Stand at the ends of what a pattern caught and belong to the question. */
const EDGES = new Set(
  `a an the our my me i you we his her their its of in at on to for from is are was does do did and or please pls now here there company office directory staff list
  team department dept division group working works work people employee employees person colleague colleagues else addresses called named again exactly work phone mobile direct by under above members member show find out tell responsible without hey um like got everybody everyone find know serch search look up list
  email e-mail mail number contact details info who what who's what's where's moment whom where sit sits seated located which what how large big many takes care help reports report reporting reportees manages can could would today currently new one someone somebody anyone about any this that name guy guys lady woman man dude fellow new all hold persons person yo still who's whos makes make does handles line-manage manage under have got has search tel telephone in-house reorg since they it it's they're belongs belong joined charge touch with sits surname coworker coworkers speaks part colleague based over attends attend she he she's he's nr supervising managing leading running`.split(
    /\s+/u,
  ),
);
/** Says where, and not who. */
const TAIL =
  / (?:at the moment|internally|(?:in|for|at|within|of) (?:the|our) (?:hierarchy|company|org|org chart|organi[sz]ation|office)|the (?:manager|boss|head|lead)(?: of)?)$/u;
/** The user himself. */
const OWN = new Set(['i', 'me', 'my', 'mine', 'myself', 'we', 'us', 'our', 'you', 'your']);

/** The words to look for, as said in lower case; null when nobody else is named. */
export function saidColleague(text: string): string | null {
  const plain = withPossessives(normaliseText(text))
    .replace(/(?<=\p{L}s)'(?=\s)/gu, "'s")
    .replace(/[!?,;:"()]+|[.](?=\s|$)/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
  for (const pattern of PATTERNS) {
    const who = pattern.exec(plain)?.groups?.['who'];
    const name = who === undefined ? null : trimmed(who.replace(/'s$/u, ''));
    if (name !== null) return nameWithin(name);
  }
  return knownName(text, plain);
}

/** "whos on jens team", "claires reports": the apostrophe that a hurried hand left out. */
function withPossessives(plain: string): string {
  return plain.replace(
    new RegExp(
      `(?<=^|(?<![\\p{L}])(?:whos|who's|is|on|of|for|to|the|and|gimme|me|show|what's|whats) )(?<name>\\p{L}{2,})s (?=(?:${CONTACT}|${BOSS}|${TEAM}|${JOB}|desk|office)(?![\\p{L}]))`,
      'gu',
    ),
    (words, name: string) =>
      FIRST_NAMES.has(name) ||
      (name.length > 3 && mayBeName(name, false) && mayBeName(`${name}s`, false) && !FIRST_NAMES.has(`${name}s`))
        ? `${name}'s `
        : words,
  );
}

/** "raj answer to these days": the name begins with the first name, and ends with what may be a last one. */
function nameWithin(words: string): string {
  const all = words.split(' ');
  const first = all.findIndex((word) => FIRST_NAMES.has(word.replace(/'s?$/u, '')));
  if (first < 0 || all.length < 2) return words;
  const bare = (all[first] ?? '').replace(/'s?$/u, '');
  if (bare !== all[first]) return bare;
  const next = all[first + 1];
  const hasLast = next !== undefined && (next.length === 1 || FIRST_NAMES.has(next) || mayBeName(next, false));
  return all.slice(first, first + (hasLast ? 2 : 1)).join(' ');
}

/** No pattern fits, and yet somebody is named: a first name, or a capital that no start of a sentence explains. */
function knownName(text: string, plain: string): string | null {
  const own = plain.replace(/(?<![a-z])(?:tell|inform|give|show|send|get|let) (?:me|us)(?![a-z])/gu, '');
  if (own.split(' ').some((word) => OWN.has(word))) return null;
  const words = text.split(/[^\p{L}'’-]+/u).filter((word) => word !== '');
  const at = words.findIndex((word, index) => {
    const bare = word.toLowerCase().replace(/['’]s?$/u, '');
    return (
      FIRST_NAMES.has(bare) || (index > 0 && /^\p{Lu}\p{Ll}/u.test(word) && !EDGES.has(bare) && mayBeName(bare, true))
    );
  });
  if (at < 0) return null;
  const [one = '', two = ''] = words.slice(at, at + 2);
  const isLong =
    /^\p{Lu}\p{Ll}/u.test(two) && !/['’]s?$/u.test(one) && mayBeName(two.toLowerCase().replace(/['’]s?$/u, ''), true);
  return `${one}${isLong ? ` ${two}` : ''}`.toLowerCase().replace(/['’]s?$/u, '');
}

/** "What's Tom's number?" asks for contact data; "who is Tom?" does not. */
export function wantsContact(text: string): boolean {
  const plain = normaliseText(text).replace(
    /\b(?:without|no|not the) (?:\w+ )?(?:details|data|info|numbers?|e-?mails?)\b/gu,
    ' ',
  );
  return new RegExp(
    String.raw`\b(?:${CONTACT}|numbers|e-?mails|extensions|reach|get hold of|in touch|call|ring)\b`,
    'u',
  ).test(plain);
}

/** "Give me", "I need": the asking itself. */
const ASKING =
  /^(?:(?:please |can you |could you )*(?:give|show|tell|get|send|find|need|want|fetch|bring) (?:me|us) |(?:i|we) (?:need|want) |(?:(?:do|have) )?(?:you|we) (?:have|got|know) )/u;

function trimmed(words: string): string | null {
  const kept = words.replace(ASKING, '').replace(TAIL, '').split(' ');
  // "who approves my leave" speaks of the speaker, whatever else it says.
  if (kept.some((word) => OWN.has(word))) return null;
  // "Albright's supervisor": the name ends with its possessive.
  const owner = kept.findIndex((word) => /(?<!^(?:what|who|where|how|it|that|there|here))'s$/u.test(word));
  if (owner >= 0) kept.length = owner + 1;
  // "Who am I reporting to since the reorg" names nobody.
  if (/^(?:since|these|now|in|at|for|on|then|again)$/u.test(kept[0] ?? '')) return null;
  while (kept.length > 0 && EDGES.has(kept[0] ?? '') && kept[1] !== 'manager') kept.shift();
  while (kept.length > 0 && EDGES.has(kept.at(-1) ?? '')) kept.pop();
  // "I need to call Sam, what's the extension": the name ends where the next question begins.
  const asks = kept.findIndex((word, at) => at > 0 && /^(?:what|who|where|which|how)(?:'s)?$/u.test(word));
  if (asks > 0) kept.length = asks;
  const last = kept.at(-1) ?? '';
  // "tanyas desk", "jens team": a possessive in a hurry.
  const hurried = /s$/u.test(last) && FIRST_NAMES.has(last.slice(0, -1)) && !FIRST_NAMES.has(last);
  if (hurried) kept[kept.length - 1] = last.slice(0, -1);
  return kept.length === 0 ? null : kept.join(' ').replace(/'s$/u, '');
}

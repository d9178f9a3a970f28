/** The free words of a request: what is left when the request itself, dates, times and people are taken out. */
import { readQuoted } from './quoted.ts';
import { alignText, joinTextSpans, overlaps, type TextSpan } from './spans.ts';

/** What is asked for; decides which words before the subject are no part of it. */
export type SubjectOf = 'reminder' | 'task' | 'note' | 'meeting' | 'expense' | 'activity' | 'comment' | 'reason';

const POLITE =
  "(?:(?:hey|hi|ok|okay|so|well|please|pls|and|also|now|then|just|can you|could you|would you|will you|i want (?:you )?to|i need (?:you )?to|i'd like (?:you )?to|i would like (?:you )?to|let's|let us|go ahead and|kindly),? )*";
const MAKE =
  '(?:create|add|make|open|set up|set|setup|schedule|book|log|record|file|submit|enter|put|start|new|arrange|organi[sz]e|plan|write|leave|save|take|register|claim|expense)';
const KIND = '(?:(?:high|medium|low|top|urgent|new|quick|short)(?:[ -]priority)? )*';
const A = '(?:me )?(?:an? |the |my |another |one |this )?(?:new )?';
const NAMED =
  '(?:called|named|titled|entitled|with (?:the )?(?:title|subject|name|description)(?: of)?|saying|that says|which says|labelled|:|-)';
const LEADS: Readonly<Record<SubjectOf, readonly string[]>> = {
  reminder: [
    `(?:remind|notify|ping|alert|nudge) (?:me|us|myself)(?: (?:to|that|about|of|for))?(?: i (?:need|have|must|should)(?: to)?)?`,
    `${MAKE} ${A}(?:reminder|alarm|alert)(?: for me)?,?(?: (?:to|for|about|that|of|${NAMED}))?`,
    `(?:a )?reminder(?: (?:to|for|about|that|of)|:)?`,
    `(?:do not|don't) let me forget(?: (?:to|that|about))?`,
    `i (?:need|have) to remember(?: (?:to|that))?`,
  ],
  task: [
    `${MAKE} ${A}${KIND}(?:task|to-?do|action item|ticket)(?: for (?:me|myself))?,?(?: (?:to|for|about|that|${NAMED}))?`,
    `${MAKE} (?:to|on) my (?:task list|to-?do list|list|tasks|to-?dos),?:?`,
    `(?:assign|give) (?:me )?(?:an? )?${KIND}(?:task|to-?do)(?: (?:to|for|about|${NAMED}))?`,
    `(?:new )?${KIND}(?:task|to-?do)(?: (?:to|for|about|${NAMED})|:)`,
  ],
  note: [
    `(?:${MAKE} (?:down )?${A}(?:note|memo))(?: (?:that|to|about|of|saying|${NAMED}))?`,
    '(?:please )?note(?: down)?(?: that|:)?',
    'remember(?: that)?',
    'write down(?: that)?',
    'jot down(?: that)?',
  ],
  meeting: [
    `${MAKE} ${A}${KIND}(?:\\d+[ -]?min(?:ute)?s? )?(?:meeting|call|appointment|event|invite|session|slot)?,?(?: (?:about|regarding|re|on|to discuss|to talk about|to review|for|${NAMED}))?`,
    '(?:meet|meeting|call|sync)(?: (?:about|regarding|re|on|to discuss|to talk about|for|called|titled))',
    '(?:about|regarding|re:?|to discuss|to talk about|called|named|titled)',
  ],
  expense: [
    `${MAKE} ${A}(?:expense(?: claim| report)?|claim|receipt|reimbursement)?(?: (?:of|for|:))?`,
    '(?:i )?(?:just )?(?:spent|paid|bought)(?: (?:for|on))?',
    '(?:reimburse|expense)(?: me)?(?: (?:for|of))?',
  ],
  activity: [
    `${MAKE} ${A}(?:call|e-?mail|meeting|note|activity|conversation|chat|visit)(?: (?:about|regarding|on|re|saying|where|${NAMED}))?`,
    '(?:i )?(?:just )?(?:had|made) (?:an? )?(?:call|meeting|chat|conversation)(?: (?:about|on|regarding))?',
    '(?:i )?(?:just )?(?:called|emailed|met|spoke|talked)(?: (?:about|on|regarding))?',
    '(?:about|regarding|re:?)',
  ],
  comment: [
    '(?:with|and) (?:the |a )?(?:comment|note|message|remark)(?: (?:that|saying|of)|:)?',
    '(?:comment|saying|note)(?::| that)?',
  ],
  reason: [
    '(?:with (?:the )?reason(?: that| of)?|reason(?: is|:)?|because(?: of)?|since|as (?=(?:i|it|they|we|he|she|the)\\b)|due to|for the reason(?: that)?|on the grounds(?: that| of)?)',
  ],
};
const EXPLICIT =
  /(?<![\p{L}])(?:called|named|titled|entitled|with (?:the )?(?:title|subject|name)(?: of)?|saying|that says)[:,]? /u;
const ANYWHERE: ReadonlySet<SubjectOf> = new Set(['comment', 'reason']);
const START = new RegExp(`^${POLITE}`, 'u');
/** What links a lead to the subject. */
const HEAD = /^(?:[ ,:-]*(?:to|for|with|at|on|by|about|that|from|in|and|of|is)(?![\p{L}\p{N}]))*[ ,:-]*/u;
const TRAIL =
  /(?:[\s,;:.!?–-]|(?<![\p{L}\p{N}'’])(?:please|pls|thanks|thank you|thx|at|on|by|for|with|from|to|in|and|until|before|(?<!\b(?:is|are|was|be|were) )due|about|the|of|my)(?![\p{L}\p{N}]))+$/iu;

/** "add X to my list" */
const TO_LIST = new RegExp(
  `^(?<lead>${POLITE}(?:add|put) ).+?(?<tail> (?:to|on|onto) (?:my|the) (?:task list|to-?do list|to-?dos?|tasks|list))(?![\\p{L}\\p{N}])`,
  'u',
);

const compiled = new Map<SubjectOf, readonly RegExp[]>();

function leadsOf(of: SubjectOf): readonly RegExp[] {
  const known = compiled.get(of);
  if (known !== undefined) return known;
  const begin = ANYWHERE.has(of) ? '(?<![\\p{L}\\p{N}])' : `^${POLITE}`;
  const made = LEADS[of].map((lead) => new RegExp(`${begin}(?:${lead})(?:(?<= )|(?![\\p{L}\\p{N}']))`, 'u'));
  compiled.set(of, made);
  return made;
}

/**
 * The subject of a request, with its capitals: what is quoted, what follows "called", else what is left after the words
 * that ask for it and without the spans in `cut` (of the normalised text; times, dates, people). Null when nothing is left;
 * of a comment or a reason also when none is led by a word for it.
 */
export function readSubject(text: string, of: SubjectOf, cut: readonly TextSpan[] = []): string | null {
  const quoted = readQuoted(text).find(
    ({ span }) =>
      !cut.some((each) => overlaps(each, span) && each[0] >= span[0] && each[1] <= span[1] && each[0] === span[0]),
  );
  if (quoted !== undefined) return quoted.text;
  const { normalised, original } = alignText(text);
  // The cut places become one sign, so that a lead is recognised across them: "remind me [tomorrow] to ...".
  const { plain, place } = withoutCuts(normalised, joinTextSpans(cut, normalised.length));
  const listed = of === 'task' ? TO_LIST.exec(plain) : null;
  const start = listed === null ? startOf(plain, of) : (listed.groups?.['lead'] ?? '').length;
  if (start === null) return null;
  const end = listed === null ? plain.length : listed[0].length - (listed.groups?.['tail'] ?? '').length;
  const pieces: string[] = [];
  let from = -1;
  let last = -1;
  const flush = () => {
    if (from >= 0) pieces.push(text.slice(...original([from, last + 1])));
    from = -1;
  };
  for (let at = start; at < end; at++) {
    const source = place[at] ?? -1;
    if (source < 0 || (from >= 0 && source !== last + 1)) flush();
    if (source < 0) continue;
    if (from < 0) from = source;
    last = source;
  }
  flush();
  const joined = pieces
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '')
    .join(' ');
  return trimmed(joined);
}

/** The text without its cuts, single spaces, and where each unit stood. */
function withoutCuts(
  normalised: string,
  cut: readonly TextSpan[],
): { readonly plain: string; readonly place: readonly number[] } {
  let plain = '';
  const place: number[] = [];
  for (let at = 0; at < normalised.length; at++) {
    const span = cut.find(([from, to]) => from <= at && at < to);
    if (span !== undefined) {
      at = span[1] - 1;
      continue;
    }
    const unit = normalised[at] ?? '';
    if (unit === ' ' && (plain === '' || plain.endsWith(' '))) continue;
    plain += unit;
    place.push(at);
  }
  return { plain, place };
}

function startOf(plain: string, of: SubjectOf): number | null {
  const explicit = ANYWHERE.has(of) ? null : EXPLICIT.exec(plain);
  if (explicit !== null) return explicit.index + explicit[0].length;
  let longest: number | null = null;
  for (const lead of leadsOf(of)) {
    const match = lead.exec(plain);
    if (match === null) continue;
    const end = match.index + match[0].length;
    if (longest === null || end > longest) longest = end;
  }
  if (longest === null) return ANYWHERE.has(of) ? null : (START.exec(plain)?.[0].length ?? 0);
  const head = HEAD.exec(plain.slice(longest));
  return longest + (head?.[0].length ?? 0);
}

function trimmed(joined: string): string | null {
  const clean = joined
    .replace(/\s+/gu, ' ')
    .replace(/ +([,.;:!?])/gu, '$1')
    .replace(/^[\s,;:.!?–-]+/u, '')
    .replace(TRAIL, '')
    .trim();
  return clean === '' || !/[\p{L}\p{N}]/u.test(clean) ? null : clean;
}

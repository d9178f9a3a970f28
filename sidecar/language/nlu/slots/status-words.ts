/** Which task gets which status: "mark the contact form as done". */
import { normaliseText } from '../../normalise.ts';
import { readQuoted } from '../../quoted.ts';

export type TaskStatus = 'Open' | 'Working' | 'Pending Review' | 'Completed' | 'Cancelled';

export interface SaidStatus {
  readonly task_id?: string;
  readonly status?: TaskStatus;
  readonly comment?: string;
}

const STATUS: readonly (readonly [TaskStatus, RegExp])[] = [
  [
    'Open',
    /\b(?:reopen(?:ed)?|re-open|not (?:yet )?(?:done|finished|complete(?:d)?)(?: after all| yet)?|back to open|(?:to|as|is|on) (?:still )?open(?: again)?|open\b.* again|set .* (?:back )?open|undone|todo again)\b/iu,
  ],
  [
    'Pending Review',
    /\b(?:pending review|(?:needs?|has) to (?:review|check)|ready for (?:\w+ )?to (?:look|check|review)|(?:for|in|to|into|under) review|ready (?:for|to be) review(?:ed)?|needs? (?:a )?review|awaiting review|can be reviewed|could be reviewed)\b/iu,
  ],
  [
    'Cancelled',
    /\b(?:cancel(?:l?ed|ling)?|skip|forget|never mind|remove\b.*\b(?:list|tasks)|delete|drop|scratch|ditch|bin|kill|scrap|abandon|won't do|will not do|not going to do|(?:no longer|not|i'm not|we're not) (?:doing|pursuing)|(?:no longer|isn't|is not|aren't|not) (?:needed|necessary|relevant|required)|obsolete|called off|call off|won't happen|no need (?:to do|for)|(?:not|won't) be needing|no longer need)\b/iu,
  ],
  [
    'Working',
    /\b(?:in progress|working on|worked on|started|starting|start|begun|began|begin|under ?way|picked up|pick up|busy with|in the middle of|(?:to|as|is) working|on it|i'm (?:now |currently )?on (?:the )?|i am (?:now |currently )?on (?:the )?)/iu,
  ],
  [
    'Completed',
    /\b(?:done|finish(?:ed)?|complete(?:d)?|compleet|closed?|closing|wrapped(?: up)?|wrap up|tick(?:ed)?(?: off)?|check(?:ed)? off|cross(?:ed)?\b.{0,40} off|resolved?|solved|settled|completion of|task's through|dusted|sorted|took care of|taken care of|fixed|delivered|ready|accomplished|handled|through with|moved|sent|written|reviewed|tested)\b/iu,
  ],
];
const COMMENT =
  /[,;]?\s*\b(?:(?:and )?(?:with|add|adding|leave|put) (?:the |a |this )?(?:comment|note|remark)(?: that| saying)?:?|(?:and )?(?:note|comment|remark|say|mention)(?: that|:)|and (?:note|comment|remark)(?= \p{L}+ \p{L})|(?<=,\s*)(?:comment|note)(?= \p{L}+ \p{L})|comment:|note:)\s*(?<words>.+)$/iu;
const WHY =
  /[,;]\s*(?<words>(?:it's|it is|it was|we're|we are|they|he|she|there's|there is|nobody|because|since|as) .+)$/iu;

const OPENERS =
  /^(?:(?:hey|hi|hello|um+|uh+|fyi|it turn(?:s|ed) out(?: that)?|so|ok(?:ay)?|well|and|also|then|please|pls|just|oh|yes|yeah|alright|now|finally|hold on|wait)[,\s]+)+/iu;
const ASKS =
  /^(?:(?:can|could|would|will) you (?:please )?|you (?:can|may) (?:now )?|we (?:can|could|should|may) (?:now |just )?(?=(?:drop|close|cancel|skip|scrap|reopen|delete|remove|mark|set) )|i(?:'d| would) like (?:you )?to |i want (?:you )?to |let's )/iu;
const STATUS_WORD =
  '(?:done|finished|complete|completed|compleet|closed|resolved|solved|settled|in progress|working|started|open|reopened|pending review|review|in review|awaiting review|under review|cancell?ed|obsolete|over|through|ready)';

/** Frames around the words by which a task is called. */
const FRAMES: readonly RegExp[] = [
  /^(?:i beg to report|i want to report|to report|for the record|fyi|(?:please )?be (?:informed|advised)|i(?:'d| would) like to inform you|let it be known)(?: that)? (?:the |my )?(?<task>.+?) (?:is|are|has been) (?:now )?\p{L}+$/iu,
  /^(?:mark|set|put) (?:the )?(?<task>.+?) like (?:done|finished|completed|closed)$/iu,
  /^(?<task>.+?) (?:can|could) be (?:reviewed|checked)(?: now)?$/iu,
  /^no need (?:to do|for) (?:the )?(?<task>.+?)(?: any ?more)?$/iu,
  /^(?:hand|pass|send|give|submit|handing|passing|sending|giving|submitting) (?:the |my )?(?<task>.+?)(?: over| in| on)? (?:for|to|into) review$/iu,
  /^(?:the )?(?:task|one) with (?:the )?(?<task>.+?),? (?:i|we) have(?: \w+)? \p{L}+$/iu,
  /^(?:i|we)(?:'ve| have)(?: already| now)? (?:the |my |our )(?<task>.+?)(?: already| now)? (?:done|finished|completed|closed)$/iu,
  /^(?:i|we) (?:couldn't|could not|didn't|did not|haven't|have not|can't)(?: yet)? (?:finish(?:ed)?|completed?|manage|do|done) (?:the |my )?(?<task>.+)$/iu,
  /^(?:undone|not done|reopen(?:ed)?|done|finished|completed|cancelled): (?:the |my )?(?<task>.+)$/iu,
  new RegExp(
    `^(?:mark|set|put|change|move|switch|update|flag|consider|call|turn|report|log)(?: down)? (?:the )?(?:status of )?(?<task>.+?)(?:'s status)? (?:back |up )?(?:as |to |into |for |in |on )?(?:the )?(?:status )?(?:to |as )?${STATUS_WORD}(?: again| now| already)?$`,
    'iu',
  ),
  /^(?:i|we) (?:report|have the honou?r to report|announce|can report) the (?:completion|end|closing) of (?:the |my )?(?<task>.+)$/iu,
  /^(?:i|we) (?:shall|will|won't|do|don't)(?: not)? (?:be needing|need) (?:the |my |our |that )?(?<task>.+?)(?: any ?more)?$/iu,
  /^(?:you (?:can|may) )?(?:consider|regard|count) (?:the |my )?(?<task>.+?) (?:as )?(?:solved|settled|done|finished|closed)$/iu,
  /^(?:nobody|no one|no-one) needs (?:the |that |my |our )?(?<task>.+?)(?: any ?more| any longer)?$/iu,
  /^(?<task>.+?)(?: task)? is being worked on$/iu,
  /^(?:mark|tick|check|cross) off (?<task>.+?)(?: (?:on|from) (?:my|the) (?:to-?do |task )?list)?$/iu,
  /^(?:tick|check|cross) (?<task>.+?) off(?: (?:on|from)? ?(?:my|the) (?:to-?do |task )?list)?$/iu,
  /^open (?:the )?(?<task>.+?) again$/iu,
  /^(?:complete|finish|close(?: out| off| down)?|resolve|scratch|ditch|bin|kill|reopen|re-open|cancel|drop|scrap|abandon|start|begin|pick up|wrap up|send)(?: with| on)? (?:the )?(?<task>.+?)(?: (?:for|to|into) review)?$/iu,
  /^(?:i|we)(?:'m| am|'re| are|'ve| have| just|'ve just| have just)*(?: just| now| already| finally)? (?:done|finished|completed|closed|wrapped up|finished up|through|started|starting|begun|began|picked up|working|sent|handed in|submitted|dropped|cancelled)(?: up| off)?(?: with| on| working on| work on)? (?:the )?(?<task>.+)$/iu,
  /^(?:just |all )?(?:wrapped up|finished|completed|closed|done with|started|begun|picked up) (?:with |on |working on )?(?:the )?(?<task>.+)$/iu,
  /^(?:i|we) (?:won't|will not|don't|do not|are not going to|am not going to|'re not going to)(?: really)? (?:do|need)(?: to do)? (?:the )?(?<task>.+?)(?: any ?more| after all| now)?$/iu,
  /^(?:i|we)(?:'m| am|'re| are)(?: now| already| currently)? on (?:the )?(?<task>.+)$/iu,
  /^(?:i |we )?(?:finally |just |have )?got (?:the |my |our )?(?<task>.+?) (?:\p{L}+ed|done|sent|built|made|out)$/iu,
  /^(?:somebody|someone|you|please|\p{Lu}\p{L}+) (?:needs? to|should|has to|must) (?:review|check|look at|look over) (?:the )?(?<task>.+)$/iu,
  /^(?:forget|never mind)(?: about)? (?:the )?(?<task>.+)$/iu,
  /^(?<task>.+?) (?:won't happen|will not happen|isn't happening|is not happening|doesn't happen)(?: any ?more)?$/iu,
  /^(?<task>.+?)(?: task)? (?:has been|have been|was|were|got|is|are) (?!ready|under|in |not |still )\p{L}+ed(?: now| already)?$/iu,
  /^(?:i|we)(?:'ve| have)? (?:already |just )?(?:took|taken) care of (?:the )?(?<task>.+)$/iu,
  /^skip (?:the )?(?<task>.+)$/iu,
  /^(?<task>.+?) (?:isn't|is not|aren't|are not) (?:needed|necessary|required|relevant)(?: any ?more)?$/iu,
  /^(?:remove|delete) (?:the )?(?<task>.+?)(?: from (?:my|the|our) (?:list|tasks|to-?dos?))?$/iu,
  /^(?:(?:i|we)(?:'m| am|'re| are) )?(?:not|no longer) doing (?:the )?(?<task>.+?)(?: any ?more| any longer| after all)?$/iu,
  /^(?:i|we)(?:'m| am|'re| are) (?:in the middle of|halfway through|busy with) (?:the )?(?<task>.+)$/iu,
  /^(?<task>.+?) (?:is|are) ready for (?:\w+ )?to (?:look|check|review).*$/iu,
  /^(?:i|we) (?:begin|start)(?: now)? (?:with|on) (?:the )?(?<task>.+)$/iu,
  /^(?:i|we)(?:'ve| have)? (?:finally |just |now )?(?:got|gotten) (?:the )?(?<task>.+?) (?:out of the way|off (?:my|the) (?:desk|plate|list)|behind me)$/iu,
  /^(?:working on|busy with|on) (?:the )?(?<task>.+?)(?: now)?$/iu,
  /^(?<task>.+?),? (?:(?:i|we) )?(?:don't|do not|dont) need (?:it|that)(?: any ?more)?.*$/iu,
  new RegExp(
    `^(?<task>.+?)(?: task)?(?:'s| is| are| was| isn't| aren't| wasn't| hasn't been| has been| have been| should be| can be| needs to be| has| have| needs)(?: now| all| just| already| finally)? (?:not )?(?:yet )?(?:set to |marked as |marked )?(?:${STATUS_WORD}|under ?way|(?:a )?review|ready for review|up for review|waiting for (?:a )?review|ready to be reviewed|moved|sent|fixed|written|tested)(?: after all| now| already| for review)?$`,
    'iu',
  ),
  new RegExp(`^(?<task>.+?) to ${STATUS_WORD}$`, 'iu'),
  new RegExp(
    String.raw`^(?<task>.+?)[:,-]?\s+(?:now (?:set )?)?(?:${STATUS_WORD}|ready for review|finish(?:ed)?)$`,
    'iu',
  ),
  /^(?<task>.+?)(?: task)?(?:[:,]? -*)? ?(?:all )?done(?: (?:and|n) dusted| at last)?$/iu,
];
/** Say of a task how far it is or since when, and not which it is. */
const BESIDES =
  /(?:\s+(?:this|since this|yesterday|last) (?:morning|afternoon|evening|night|week)|\s+(?:yesterday|now|already|finally|today|just|at last|for good)|\s+(?:(?:waits?|waiting|can|could|may|should|go|goes|going|moves?|moving|is|are|has|have|now) )*(?:for|into|in|under|to)(?: an?)?(?: review)?|\s+from (?:open|working|done)|\s+(?:back )?to (?:open|working|done|in progress)|\s+(?:is|are) to be|\s+(?:is|are) being worked on|\s+(?:all )?(?:done|finished|complete|completed|through)(?: (?:and|n) dusted)?|\s+(?:task|to-?do|ticket) i|\s+(?:is|are|was|were|can|could|should|must|ought to|don't|i)|\s+should (?:go|be set|be put|be moved|be)|\s+(?:back|-+))+$/iu;
const BEFORE_NAME =
  /^(?:(?:status of|(?:the )?(?:task|to-?do|ticket) (?:with|by|of) the name(?: of)?|no longer on|(?:as of|from) (?:today|now|tomorrow)(?: on)?,?|up with|(?:the )?(?:last|final|finishing) touch(?:es)? (?:on|to)|(?:emailed|mailed|sent(?: out| off)?|phoned|wrote|printed|shipped|posted) (?=(?:the|my|our|all) ))\s*)+/iu;
const ABOUT =
  /^(?:(?:i|we)(?:'ve| have)? (?:just |already |finally |now )*\p{L}+ (?:the |my |our )?)?(?<task>.+?)(?: task)?(?: (?:is|was|are|were|has|have|failed|broke|works?|needs?|got)\b.*| (?:fixed|sent|shipped|ordered|written|printed|delivered|signed|paid|booked|installed|mailed|reviewed|tested))?$/iu;
const POINTERS =
  /^(?:no|nobody|no one|on hold|it|this|that|them|one|a|the|my|this one|that one|the one|(?:the |my |that )?(?:first|second|third|last|next|latest|other)(?: one| task)?|(?:a |my |the |this |that )?(?:task|to-?do|item)s?(?: status)?|status of a task|the status|all (?:my )?(?:the )?tasks?.*|everything.*|something)$/iu;

export function readTaskStatus(text: string): SaidStatus {
  let rest = text.replace(/[!?]+\s*$/u, '').trim();
  const noted = COMMENT.exec(rest);
  let comment = noted !== null && noted.index > 0 ? noted.groups?.['words'] : undefined;
  if (noted !== null && comment !== undefined) rest = rest.slice(0, noted.index);
  const why = comment === undefined ? WHY.exec(rest) : null;
  if (
    why?.index !== undefined &&
    why.index > 0 &&
    !/(?:done|finished|complete|ready|it'?s cancell?ed)/iu.test(why[0])
  ) {
    comment = why.groups?.['words'];
    rest = rest.slice(0, why.index);
  }
  const status = STATUS.find(([, words]) => words.test(normaliseText(rest)))?.[0] ?? null;
  const quoted = readQuoted(text)[0]?.text ?? null;
  const id = /\bTASK-\d{4}-\d{3,}\b/iu.exec(text)?.[0].toUpperCase() ?? null;
  const task = id ?? (quoted !== null && quoted !== comment?.replace(/["“”']/gu, '') ? quoted : taskIn(rest));
  return {
    ...(task === null ? {} : { task_id: task }),
    ...(status === null ? {} : { status }),
    ...(comment === undefined ? {} : { comment: comment.trim().replace(/^["“”']|["“”'.]$/gu, '') }),
  };
}

/** "I'm on the demo so flip that to ...", "the badges are finished you can check it off": the second half says nothing of which. */
const GOES_ON =
  /[\s,;]+(?:(?:and|so) )?(?=(?:that task|that one|this task|it)(?:'s| is| can| should)|(?:(?:please|you can|can you|could you) )*(?:mark|set|tick|check|cross|close|flip|change|move|update|cancel|drop|reopen|take) (?:it|that|this)\b)/giu;

function taskIn(text: string): string | null {
  let words = text
    .replace(OPENERS, '')
    .replace(ASKS, '')
    .replace(/[\s.,;]+(?:please|pls|thanks|thank you|now)?[\s.,;]*$/iu, '')
    .trim();
  // "Images are moved, close the task": what was said first names it.
  const clauses = words.replace(GOES_ON, ', ').split(/[,;.]\s+(?:and |so |please |then )*/u);
  for (const clause of clauses) {
    const found = named(clause.replace(OPENERS, '').replace(ASKS, ''));
    if (found !== null && found !== 'pointer') return found;
  }
  if (clauses.length > 1) {
    // "The backup task failed, reopen it": what stands before the comma is what "it" is.
    const before = ABOUT.exec(clauses[0] ?? '')?.groups?.['task'];
    const task = before === undefined ? null : tidy(before);
    if (task !== null) return task;
  }
  words = words.replace(/\s+/gu, ' ');
  const whole = clauses.length > 1 ? named(words) : null;
  if (whole === 'pointer') return null;
  return whole ?? (clauses.some((clause) => named(clause) === 'pointer') ? null : leftOver(clauses[0] ?? ''));
}

/** The words by which the clause calls a task; `pointer` for "the first one", null when it names none. */
function named(clause: string): string | 'pointer' | null {
  for (const frame of FRAMES) {
    const found = frame.exec(clause.trim())?.groups?.['task'];
    if (found !== undefined) return tidy(found) ?? 'pointer';
  }
  return null;
}

/** No frame fits: what stands behind the last article, without what says the status. */
function leftOver(clause: string): string | null {
  const behind = /^.*\b(?:the|my|our|that|task) (?<task>\p{L}[\p{L}\p{N}' -]*)$/iu.exec(clause)?.groups?.['task'];
  if (behind === undefined || /^(?:status|task|last|first|second|third|next|one|item)\b/iu.test(behind)) return null;
  const task = behind
    .replace(
      new RegExp(
        String.raw`\s+(?:(?:is|as|to|in|on|for|are|was|has|have|can|should|now|been|be|all|up|set|status|of|its)\s+)*(?:${STATUS_WORD})?$`,
        'iu',
      ),
      '',
    )
    .replace(/\s+(?:is|are|was|has|have|can|should|needs?|to|from|for|with|so|and|because)\b.*$/iu, '');
  return tidy(task);
}

function tidy(words: string): string | null {
  const kept = words
    .replace(BEFORE_NAME, '')
    .replace(BESIDES, '')
    .replace(/^(?:the |my |our |that |this |a )+/iu, '')
    .replace(/^(?:writing|doing|working on) (?:the )?/iu, '')
    .replace(/^(?:task|to-?do|ticket|taks) (?:about |called |named |for |of |to |no\.? |number )?(?:the )?/iu, '')
    .replace(/\s+(?:on|from) (?:my|the) (?:to-?do |task )?list$/iu, '')
    .replace(/\s+(?:after all|any ?more|already|now|today|like|totally)$/iu, '')
    .replace(/^(?:thing|one) with (?:the )?/iu, '')
    .replace(/\s+(?:task|to-?do|ticket|one|thing)s?$/iu, '')
    .replace(/'s$/u, '')
    .trim();
  return kept === '' || POINTERS.test(kept) ? null : kept.toLowerCase();
}

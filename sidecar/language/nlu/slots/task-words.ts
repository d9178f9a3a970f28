/** What words say about a task: its subject, whose it is, how pressing, in which project, and how it stands. */
import type { DateContext } from '../../date-reading.ts';
import { normaliseText } from '../../normalise.ts';
import { readQuoted } from '../../quoted.ts';
import { readDue } from './due-words.ts';
import { cutOut, type Part, readAssignee } from './task-assignees.ts';

export interface SaidTask {
  readonly subject?: string;
  readonly description?: string;
  readonly priority?: 'High' | 'Medium' | 'Low';
  readonly due_date?: string;
  readonly project?: string;
  readonly assigned_to?: string;
}
type Clock = Pick<DateContext, 'now' | 'timeZone' | 'dateFormat'>;

const NOUN =
  '(?:issue|bug ticket|bug report|bug|task|tasks|taks|taask|tsk|to-?do|to do|todos?|ticket|item|action item|action|job|thing|reminder)';
const LIST = '(?:my |the |our |her |his |their )?(?:task |to-?do |to do )?(?:list|tasks|to-?dos?|plate|board|backlog)';
const PRIORITY: readonly (readonly [RegExp, NonNullable<SaidTask['priority']>])[] = [
  [
    /\b(?:high(?:est)?|top|urgent|critical)(?:[ -]priority)?\b|\bpriority:? (?:is )?(?:high|urgent)\b|\b(?:very )?(?:urgent|important|asap)\b|\bas soon as possible\b/iu,
    'High',
  ],
  [
    /\b(?:medium|normal)(?:[ -]priority)\b|\bpriority:? (?:is )?(?:medium|normal)\b|\b(?:with )?(?:medium|normal) priority\b/iu,
    'Medium',
  ],
  [
    /\blow(?:est)?(?:[ -]priority)\b|\bpriority:? (?:is )?low\b|\bwhen there(?:'s| is) time\b|\bnot urgent\b|\bno rush\b/iu,
    'Low',
  ],
];
const PRIORITY_WORDS =
  /[,;]?\s*\b(?:(?:and |with |at |as |of |it's |it is |make it |set (?:the )?priority to )*(?:a |the )?(?:high(?:est)?|top|urgent|critical|medium|normal|low(?:est)?)[ -]priority|(?:and |with )?priority:? (?:is )?(?:high|medium|normal|low|urgent)|(?:it's |it is |,\s*)(?:very )?(?:urgent|important)|asap|as soon as possible|when there(?:'s| is) time|no rush|not urgent)\b/giu;
/** Everything said of a new task. */
export function readNewTask(text: string, clock: Clock): SaidTask {
  const quoted = readQuoted(text)[0]?.text ?? null;
  let rest = text
    .replace(/[!?]+\s*$/u, '')
    .replace(FOLLOW_UP, '$<lead>task: follow up $<whom>')
    .trim();
  const described =
    /[,;.]?\s*\b(?:with (?:the )?)?(?:(?:description|details?)(?: is| that)?\s*:?|notes?\s*:)\s+(?<words>.+)$/iu.exec(
      rest,
    );
  const description = described !== null && described.index > 0 ? described.groups?.['words'] : undefined;
  if (description !== undefined && described !== null) rest = rest.slice(0, described.index);
  const priority = saidPriority(rest);
  const due = readDue(quoted === null ? rest : rest.replace(quoted, ' '), clock);
  if (due !== null) rest = due.rest;
  rest = rest
    .replace(PRIORITY_WORDS, ' ')
    .replace(/\b(?:urgent|critical|important) (?=task|to-?do|ticket)|^(?:important|urgent)[:,!] ?/iu, '')
    .replace(/\s+/gu, ' ')
    .trim();
  const forWhom = FOR_WHOM.test(rest);
  const project = forWhom ? null : readProject(rest);
  if (project !== null) rest = project.rest;
  const assignee = readAssignee(rest);
  if (assignee !== null) rest = assignee.rest;
  const subject = quoted ?? subjectOf(rest);
  return {
    ...(subject === null ? {} : { subject }),
    ...(description === undefined ? {} : { description: description.trim().replace(/[.]$/u, '') }),
    ...(priority === null ? {} : { priority }),
    ...(due?.date ? { due_date: due.date } : {}),
    ...(project === null ? {} : { project: project.name }),
    ...(assignee === null ? {} : { assigned_to: assignee.name }),
  };
}

/** "A follow-up task for Globex" is a task to follow up. */
const FOLLOW_UP = /^(?<lead>.*?)follow[ -]?up (?:task|to-?do|item) (?<whom>(?:for|with|on) )/iu;

export function saidPriority(text: string): NonNullable<SaidTask['priority']> | null {
  const plain = normaliseText(text);
  // The lower ones first: "not urgent" is no urgency.
  return [...PRIORITY].reverse().find(([words]) => words.test(plain))?.[1] ?? null;
}

/** "For Bernd a new task": somebody, when the name is one word without "project". */
const FOR_WHOM = /^for (?!\p{L}+ project)\p{Lu}\p{L}+ (?:an? )(?:new |another )*(?:task|to-?do|ticket)/iu;

const PROJECTS: readonly RegExp[] = [
  /^(?:in|for|under|on) (?:the )?(?:project )?(?<name>[\p{L}\p{N}][\p{L}\p{N} &'-]*?)(?: project)?,? (?=(?:add|create|make|put|open|new) (?:a |an |another |new )*(?:task|to-?do|ticket)\b)/iu,
  /\b(?:to|in|under|for|into|on|within) (?:the )?(?<name>\p{Lu}[\p{L}\p{N}&'-]*(?: \p{Lu}[\p{L}\p{N}&'-]*)*) (?:tasks|to-?dos|task list|backlog|board)\b/u,
  /(?<=^(?:(?:add|create|make|new|a|an) )*(?:new |a |an ))(?<name>\p{Lu}[\p{L}\p{N}&'-]*(?: \p{Lu}[\p{L}\p{N}&'-]*)+) (?=task\b)/u,
  /\b(?:to|in|under|for|into|on|within) (?:the )?(?:project )(?<name>[\p{L}\p{N}][\p{L}\p{N} &'-]*?)(?=\s*(?::|,|$| to | that | with | by ))/iu,
  /\b(?:to|in|under|for|into|on|within) (?:the )?(?<name>[\p{L}\p{N}][\p{L}\p{N} &'-]*?) project\b/iu,
  /,? (?:in )?project (?<name>\p{Lu}[\p{L}\p{N}&'-]*(?: \p{Lu}[\p{L}\p{N}&'-]*)*)$/u,
  /\bunder (?:the )?(?<name>\p{Lu}[\p{L}\p{N}&'-]*(?: \p{Lu}[\p{L}\p{N}&'-]*)*)(?= to |:|,)/u,
  /\bunder (?:the )?(?<name>[\p{L}\p{N}][\p{L}\p{N} &'-]*)$/iu,
];

function readProject(text: string): Part | null {
  for (const pattern of PROJECTS) {
    const found = pattern.exec(text);
    const name = found?.groups?.['name']?.trim();
    if (found === null || name === undefined || name === '' || /^(?:my|our|the|a|this)$/iu.test(name)) continue;
    return { name: name.toLowerCase(), rest: cutOut(text, found) };
  }
  return null;
}

const OPENERS =
  /^(?:(?:hey|hi|hello|um+|uh+|so|ok(?:ay)?|well|and|also|then|please|pls|just|oh|yes|yeah|rmndr|reminder)[,:\s]+)+/iu;
const NOT_FORGET =
  /^(?:let's |lets |we should |i should |please )?(?:not|do not|don't) forget to |^i (?:must not|mustn't|may not|can't) forget (?:to )?/iu;
const WISH =
  /^(?:(?:can|could|would|will) (?:you|somebody|someone|anybody|anyone|one of us) (?:please )?|(?:i|we) (?:was|were|have been|got) (?:asked|told) to |i want (?:it|that) on (?:my|the|our) list that i |on (?:the|my|our) list with (?:it|this|that)[,:]? |don't let me (?:lose|forget) (?:this|it|that)[,:]? |i(?:'d| would) like (?:you )?to |i want (?:you )?to (?:have (?=an? ))?|i need (?:you )?to (?=(?:add|create|make|put|note|log|open|file|set|jot)\b)|i need (?:that )?(?:somebody|someone) (?:to )?(?=\p{L}+s )|let's |lets |let me |help me )/iu;
const FRAMES: readonly RegExp[] = [
  /^(?:\S+ ){0,4}(?:list|to-?dos?|tasks) (?:\S+ ){0,4}(?:entry|item|line|point): ?(?<subject>.+)$/iu,
  /^[^:]*\b(?:task|to-?do|ticket|item|list)(?: (?:for|to|on|in|out|of|this|it|that|me|my|self|myself|list|as|going|so|please|now|here|be|created|added|opened))*\s*: ?(?<subject>.+)$/iu,
  /^(?:get|have|start) (?:a |an |another )?(?:task|to-?do|ticket) (?:going|started|set up|in)(?: for (?:me|us))?[,:]? (?<subject>.+)$/iu,
  /^(?:put|note|write) (?:it|this) (?:down )?on (?:my|the|our) (?:to-?do |task )?list that (?<subject>.+)$/iu,
  /\b(?:task|to-?do|ticket|item) so (?:that )?i (?:don't|do not|won't) forget (?:to )?(?<subject>.+)$/iu,
  /\bmake (?:it|that|this) a (?:task|to-?do): ?(?<subject>.+)$/iu,
  new RegExp(
    `^(?:add|put|note|write|throw|stick|jot|enter|record)(?: down)?(?: something| it)? (?:to|on|onto) ${LIST} ?(?:that (?=(?:i|we) )|to |about |: ?|(?=\\p{L}))(?<subject>.+)$`,
    'iu',
  ),
  new RegExp(
    String.raw`^(?:i need |we need |i want |need )?(?:track|add|create|creat|crate|make|open|file|raise|log|capture|set up|write|put(?: down)?|note|start|record|enter|jot down|new|another)? ?(?:me |for me )?(?:down )?(?:a |an |the |another |one more |one |new |my )*(?:follow[ -]?up )?${NOUN}\b(?: (?:to|on|for|in|onto|into) ${LIST})?(?: for (?:me|myself|us))?\s*(?:[:,-]+\s*(?:like,?\s*)?|(?:called|named|titled|saying|that says|with (?:the )?(?:subject|title|name)|about|regarding|concerning|that i (?:must|have to|need to|should)|that we (?:must|have to|need to|should)|to|for|of|that|is)\b\s*:?\s*|\s+)(?<subject>.+)$`,
    'iu',
  ),
  new RegExp(`^(?:add|put|place|stick|write|note)(?: down)? (?<subject>.+?) (?:to|on|onto|in|into) ${LIST}$`, 'iu'),
  /^(?:add|create|make|note|put|save|log|file)(?: down)? (?<subject>.+?) as (?:a |an |another |new )*(?:task|to-?do|ticket|item)s?$/iu,
  /^(?:note(?: down)?|jot down|write down|put down|remember|keep in mind|make a note)(?: for me)? that (?:i|we) (?:must|have to|need to|should|gotta|got to|still have to) (?<subject>.+)$/iu,
  /^(?:i|we)(?:'ve| have)? (?:must|have to|need to|should|gotta|got to|still have to|still need to)(?: really| probably| definitely| also)? (?<subject>.+?)(?:[,;]? (?:and )?(?:please )?(?:add (?:it|that)|make (?:it|that) a (?:task|to-?do)|note (?:it|that)(?: as a (?:task|to-?do))?|put (?:it|that) on (?:my|the) (?:to-?do )?list|create a task(?: for (?:it|that))?|add (?:it|that) to my (?:list|tasks)))?$/iu,
  /^(?:someone|somebody) (?:must|has to|needs to|should) (?<subject>.+?)(?:[,;]? (?:and )?(?:please )?(?:add|note|log|file) (?:it|that).*)?$/iu,
  /^(?:i need|i have|don't let me forget|i must) to remember (?:to )?(?<subject>.+)$/iu,
  /^(?:note (?:for|to) (?:myself|me|self)|self-note)[:,]? (?<subject>.+)$/iu,
  /^(?:write down|note down|note|add|put|enter) as (?:a |an |my )?(?:task|to-?do)s?[:,]? (?<subject>.+)$/iu,
  /^make (?:it|that|this) a (?:task|to-?do|ticket)[:,]? (?<subject>.+)$/iu,
  /^(?:the )?(?:job|task) of (?<subject>.+)$/iu,
  /^(?:track|schedule|plan) (?<subject>.+)$/iu,
];
/** "Can we get a task in for ...", "let's have a ticket for ...": what stands behind the noun, whatever led to it. */
const BEHIND_NOUN =
  /^(?:\S+ ){0,8}(?:an?|the|another|one|new) (?:\S+ )?(?:task|to-?do|ticket)s?(?: item)?(?: being)?(?: in| up| down| going| created| added| opened)?[,:]? (?:for|to|of|about|that says|saying|where (?:i|we) (?:have|need|must|ought) to) (?<subject>.+)$/iu;
const TAIL =
  /[,;]?\s+(?:-+ )?(?:(?:and )?(?:(?:can|could|would|will) you )?(?:please )?(?:(?:add|put|stick|throw|chuck) (?:it|that|this)(?: (?:to|on|in|onto) (?:my|her|his|their|the) (?:to-?do |task )?(?:list|tasks|to-?dos))?|(?:add|put) (?:it |that |this )?(?:down )?(?:as|to|on) (?:a |an |my |the )?(?:new )?(?:task|to-?do|ticket|list|tasks|to-?dos)|make (?:(?:it|that|this) )?a (?:task|to-?do)(?: for (?:her|him|them)| (?:out )?of (?:it|that|this))?|that(?:'s| is) a (?:task|to-?do)|put (?:it|that) in as a (?:task|to-?do)|(?:note|log|track) (?:it|that|this)(?: as a (?:task|to-?do))?|(?:create|add|make|open|raise) (?:a|the) (?:task|to-?do|ticket)(?: for (?:it|that|this))?)|(?:as|make it|add as|note as) (?:a )?(?:task|to-?do|ticket)|please|pls|thanks|thank you|would you|will you)\s*$|,\s+(?:a |new )?(?:task|to-?do)\s*$/iu;
/** "That he checks ...", "we still have to send ...": the deed is the task, not who does it. */
const DOER =
  /^(?:i|we|he|she|they)(?:'ve| have| has)?(?: still)?(?: got to| to| have to| must| need to| needs to| has to| should| shall| will)?(?: really| probably| definitely)? (?=\p{L})/iu;
const NOTHING =
  /^(?:(?:add|create|creat|make|open|new|file|raise|log|set up|put|another|a|an|the|one|my|me|for|to|something|task|tasks|to-?do|todos?|ticket|item|list|please|on|it|that)\s*)*$/iu;

/** What is to be done, out of the words that ask to note it; null when nothing is left. */
function subjectOf(text: string): string | null {
  let words = text.replace(OPENERS, '').replace(NOT_FORGET, '').replace(WISH, '').trim();
  for (let before = ''; before !== words; ) {
    before = words;
    words = words
      .replace(TAIL, '')
      .replace(/[\s,;:.-]+$/u, '')
      .trim();
  }
  if (NOTHING.test(words)) return null;
  for (const frame of FRAMES) {
    const found = frame.exec(words)?.groups?.['subject'];
    if (found !== undefined) return tidy(found);
  }
  const behind = BEHIND_NOUN.exec(words)?.groups?.['subject'];
  return tidy(behind ?? words.replace(/^(?:add|create|make|note|put)(?: down)? /iu, ''));
}

function tidy(words: string): string | null {
  const kept = words
    .replace(
      /^(?:[:,;-]+|which is(?: to)?|(?:it's|it is|it should be) (?:to|about)|that|like|to|of|about|for me to)\s+/iu,
      '',
    )
    .replace(/^(?:the job of|the task of)\s+/iu, '')
    .replace(DOER, '')
    .replace(/^(?:remember (?:to me )?(?:to )?|please,? )/iu, '')
    .replace(/[\s,]+(?:and|but|with|so|which is)$/iu, '')
    .replace(TAIL, '')
    .replace(/[\s,;:.]+$/u, '')
    .trim();
  return kept === '' || NOTHING.test(kept) ? null : kept.slice(0, 140);
}

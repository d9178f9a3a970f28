/** The project that words ask about. */
import { readQuoted } from '../../quoted.ts';

const OPENERS = /^(?:(?:hey|hi|hello|um+|uh+|so|ok(?:ay)?|well|and|also|then|please|pls|now)[,\s]+)+/iu;
const FRAMES: readonly RegExp[] = [
  /\b(?:lowdown|scoop|rundown|word|intel|briefing|details) (?:on|about) (?<name>.+)$/iu,
  /\bstate of play (?:on|of|with|in|for) (?<name>.+)$/iu,
  /^(?<name>(?:the |our )?[\p{L}\p{N}& -]+?),? (?:are|will|can) we (?:gonna |going to |still )?(?:make|meet|hit|reach|finish|on)\b.*$/iu,
  /\bhow far (?:has|have|did) (?<name>.+?) (?:progressed|progress|got|gotten|come|advanced|moved)(?: along)?$/iu,
  /\b(?:is|are) (?<name>.+?) (?:running|going to be|gonna be|likely to be|falling|slipping|getting) (?:late|behind|delayed|on time|done|finished|ready|over)\b.*$/iu,
  /^(?<name>.+?) (?:%|percent|percentage) (?:complete|done|finished)$/iu,
  /\bwill (?<name>.+?) (?:finish|be finished|make it|end|launch) (?:in|on) time$/iu,
  /\bwhat (?:remains|is left|is missing|still needs)(?: to be done| to do)? (?:on|in|for) (?<name>.+)$/iu,
  /\b(?:open|remaining|outstanding) (?:work|tasks|items) (?:in|on|of|for) (?<name>.+)$/iu,
  /\bwhere(?:'s| is) (?<name>.+?) at$/iu,
  /\b(?:overdue|late|open|left|missing|delayed|blocked) (?:in|on|for|of|with) (?<name>.+)$/iu,
  /\b(?:end date|due date|start date|launch date|team|members|people|staff) (?:of|on|for|in) (?<name>.+)$/iu,
  /\b(?:which|what) people (?:work|are working|are) (?:on|in) (?<name>.+)$/iu,
  /\bdoes (?<name>.+?) look (?:good|bad|fine|ok|okay|healthy)$/iu,
  /\b(?:status|sttus|state|progress|progres|update|news|report|summary|overview|details?|health|deadline|milestones?|next milestone|problems?|issues?|risks?|blockers?|situation|standing)(?: report)? (?:of|on|for|in|about|with|from) (?:where )?(?<name>.+)$/iu,
  /\bhow(?:'s| is| are| does| do) (?<name>.+?) (?:going|doing|coming along|coming|progressing|getting on|getting along|looking|look|standing|moving|faring|advancing)(?: along| on(?: time| schedule| budget)?| so far| at the moment| now| today)*$/iu,
  /\bhow (?:healthy|complete|far along|advanced|late|behind|good|bad) (?:is|does|are) (?<name>.+?)(?: look| looking| going| complete| now)?$/iu,
  /\bhow (?:far|are things|do things look|are we doing|are we|do we stand|does it look)(?: are we| along are we| along)? (?:with|on|in|at) (?<name>.+)$/iu,
  /\b(?:is|are|will|was) (?<name>.+?) (?:be )?(?:on track|on time|on schedule|delayed|late|behind|finished|done|healthy|ready|in trouble|at risk|complete|completed|going to make it|going well|okay|ok)\b.*$/iu,
  /\b(?:behind schedule|ahead of schedule|behind|ahead|on track|late|delayed|in time) (?:on|with|in|for) (?<name>.+)$/iu,
  /\bwhat(?:'s| is) (?:blocking|delaying|holding up|happening (?:with|in|on)|going on (?:with|in)|up with|new (?:with|in|on)|left (?:to do )?(?:in|for|on)|still (?:to do|open|missing) (?:in|for|on)|the (?:status|state|progress) (?:of|on))(?: with)? (?<name>.+)$/iu,
  /\bwhat percentage of (?<name>.+?) (?:is|are) (?:done|complete|completed|finished)$/iu,
  /\bhow much (?:of|is left (?:of|in)|work is left (?:on|in)) (?<name>.+?)(?: is (?:done|left|complete|finished))?$/iu,
  /\b(?:how many|which|what) (?:tasks|milestones|things)(?: (?:are|is))? (?:of|in|for|from|left in|open in|overdue in|left on|left for|still open in|late in|has|did) (?:the )?(?<name>.+?)(?: (?:are|is|have|has) (?:overdue|open|late|left|done|finished|reached)| project reached| reached| project have)?$/iu,
  /\b(?:how many|which|what) tasks are (?:left|open|overdue|late|still open|done|remaining) (?:in|on|for|of) (?<name>.+)$/iu,
  /\b(?:when is|when will|when does|when's) (?<name>.+?) (?:due|finished|done|ready|end|ending|be (?:done|finished|ready|over)|finish|over|to be done|supposed to .+|launch)$/iu,
  /\bwho(?:'s| is| are| all is| works| else is)? ?(?:working|works?|involved|assigned|all)? ?(?:on|in|to) (?<name>.+)$/iu,
  /\bwhere (?:do we stand|are we|does it stand|are things) (?:with|on|at|in) (?<name>.+)$/iu,
  /\b(?:tell|show|give|brief|update|fill) me (?:about |in on |more about |on )?(?:the )?(?:project )?(?<name>.+?)(?: project)?(?: status| progress| update)?$/iu,
  /^(?:the )?(?:project|projct) (?<name>.+?) (?:status|progress|progres|update|report)$/iu,
  /^(?:the )?(?<name>.+?)[?:,]? (?:project )?(?:status|progress|update|report|health|deadline|eta|news)(?: please| pls)?$/iu,
];
const NOBODY =
  /^(?:the|a|an|my|our|it|this|that|project|projects|the project|this project|status|we|things|me|i|you|everything|going|all|project update|update)$/iu;

export function readProjectName(text: string): string | null {
  const id = /\bPROJ-\d{3,}\b/iu.exec(text)?.[0].toUpperCase();
  if (id !== undefined) return id;
  const quoted = readQuoted(text)[0]?.text;
  if (quoted !== undefined) return quoted.toLowerCase();
  const words = text
    .replace(/[?!.]+(?=\s|$)/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim()
    .replace(OPENERS, '')
    .replace(/ (?:please|pls|thanks|right now|at the moment|currently|today|so far|now)$/iu, '');
  for (const frame of FRAMES) {
    const found = frame.exec(words)?.groups?.['name'];
    const name = found === undefined ? null : tidy(found);
    if (name !== null && !IDLE.has(name.split(' ')[0] ?? '')) return name;
  }
  return leftOver(words);
}

/** Words of questions about projects, which are no project. */
const IDLE = new Set(
  `a an the our my your this that these those it its is are was were be been being am do does did done doing has have had having can could will would shall should may i we you they he she
  me us please let know how what when where who which why whose many much far long often soon until till since for of on in at to with from by about into up off over as and or any anything anyone
  some something someone somebody everything there here still yet already now currently today week month quarter so um uh hey ok well just also tell show give get see check look find list open update catch brief fill
  report project projects projct status sttus state progress progres news health risk risks risky issue issues problem problems blocker blockers blocked blocking stuck delay delays delayed late overdue
  behind ahead schedule track time deadline due end ends ending start starts started finish finished finishing complete completed completion percent percentage left remaining remain remains missing next step
  steps milestone milestones task tasks work works working worked people team member members manager lead leads leading run runs running owner owns going go goes coming come along happening happened happens
  stand stands standing doing fare things thing latest current overall good bad well fine okay healthy trouble danger this year last details detail overview summary summarize situation ready like want need
  happen reached reach hit budget cost costs date dates timeline keep kept make makes made in's what's how's who's where's when's i'd i'm we're it's let's`.split(
    /\s+/u,
  ),
);

/** The last run of words that are none of the question's: "how many open tasks does the mobile app have". */
function leftOver(text: string): string | null {
  const runs = text
    .split(/[\s,:;-]+/u)
    .map((word) => (IDLE.has(word.toLowerCase()) ? '' : word))
    .join(' ')
    .split(/ {2,}/u)
    .map((run) => run.trim())
    .filter((run) => /\p{L}{2}/u.test(run));
  const capital = runs.filter((run) => /^\p{Lu}.*(?: \p{Lu}|$)/u.test(run));
  const found = (capital.length > 0 ? capital : runs).at(-1);
  return found === undefined ? null : tidy(found);
}

function tidy(words: string): string | null {
  const kept = words
    .replace(/^(?:(?:the|our|my|that|this|a) )+/iu, '')
    .replace(/^(?:project|projct) (?:called |named )?(?:the )?/iu, '')
    .replace(/ (?:project|projct|thing|stuff|team|initiative)$/iu, '')
    .replace(/ (?:is at|stands|is|at)$/iu, '')
    .replace(/^how (?:the |our )?/iu, '')
    .replace(/ (?:is|are) (?:doing|going|coming along|progressing|looking)$/iu, '')
    .replace(/'s$/u, '')
    .trim();
  return kept === '' || NOBODY.test(kept) ? null : kept.toLowerCase();
}

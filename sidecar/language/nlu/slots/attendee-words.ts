/** Who is to come, people and groups together: "anna", "sales team", "my manager". */
import { normaliseText } from '../../normalise.ts';
import { saidAttendees } from './guest-names.ts';
import type { SlotContext } from './slot-reader.ts';

const DEPARTMENT =
  'finance|sales|marketing|engineering|hr|human resources|legal|support|operations|ops|board|design|product|procurement|purchasing|logistics|production|accounting|quality|warehouse';
/** What comes after a group that is no more than a part of a meeting's name: "team lunch", "the sales review". */
const NAMING =
  '(?! (?:lunch|dinner|breakfast|sync|huddle|retro|review|lead|leads?|manager|building|event|outing|stand-?up|catch-?up|check-?in|workshop|offsite|call|planning|training|kick-?off|chat|weekly|demo|session|update|brainstorm\\w*|members?|calendar))';
/** Stand before "team" and say nothing of which. */
const IDLE =
  '(?:the|my|our|your|whole|entire|an?|with|and|for|get|of|in|as|this|that|full|to|is|does|has|are|invite|half|could|can|schedule|book|set|when|time|good|works?|every|own|please|have|need|where|by|on|other|same|one|make|call|find|meet|me)';
const PATTERNS: readonly RegExp[] = [
  // "Everyone in engineering" is engineering, "everyone on the Orion project" the project.
  new RegExp(
    `(?<![a-z])(?:everyone|everybody|all|people|folks|anyone|anybody|somebody|someone|the whole) (?:on|in|of|from) (?:the |our |my )?(?<who>(?:[a-z0-9&'-]+ ){0,3}?(?:project|team|department|committee|board)|${DEPARTMENT})(?![a-z])`,
    'gu',
  ),
  new RegExp(`(?<![a-z'])(?:(?!${IDLE} )(?<mod>[a-z]+) )?(?<who>team|committee|department)(?![a-z'])${NAMING}`, 'gu'),
  new RegExp(
    `(?<![a-z])(?:with|invite|and|for) (?:(?:the|my|our|all|whole|of) )*(?<who>${DEPARTMENT})(?![a-z])(?! (?:[a-z]+ )?(?:team|department|budget|meeting|pricing|plan|numbers|report))${NAMING}`,
    'gu',
  ),
  // "When are finance and I free", "could the board meet", "can the ops people all do friday".
  new RegExp(
    `(?<![a-z])(?:is|are|can|could|does|do|will|get|where|when) (?:the |our )?(?<who>${DEPARTMENT})(?: (?:people|folks|guys|crowd))?(?= (?:and (?:i|me)|meet|all|together|free|available|both|do|is|are)(?![a-z]))`,
    'gu',
  ),
  new RegExp(`(?<![a-z])(?<who>(?:${DEPARTMENT}) team)(?= training)`, 'gu'),
  /(?<![a-z])(?:(?:my|with|w\/|the) (?:line |direct |reporting )?|^)(?<boss>manager|boss|supervisor|superior|team lead)(?![a-z'])/gu,
];

/** Names and groups in the order in which they were said. "Everyone" and "all of us" name nobody. */
export function saidInvited(text: string, context: Pick<SlotContext, 'people'>): readonly string[] {
  const plain = normaliseText(text);
  const groups: { readonly name: string; readonly from: number; readonly to: number }[] = [];
  for (const pattern of PATTERNS) {
    for (const match of plain.matchAll(pattern)) {
      const { who, mod, boss } = match.groups ?? {};
      const [from, to] = [match.index, match.index + match[0].length];
      if (groups.some((one) => one.from < to && from < one.to)) continue;
      const name = boss === undefined ? (mod === undefined ? who : `${mod} ${who}`) : 'my manager';
      if (name !== undefined) groups.push({ name, from, to });
    }
  }
  const names = saidAttendees(text, context)
    .map((name) => ({ name, from: plain.indexOf(name) }))
    .filter(({ name, from }) => !groups.some((one) => (one.from <= from && from < one.to) || one.name.includes(name)));
  return [...new Set([...names, ...groups].sort((a, b) => a.from - b.from).map(({ name }) => name))];
}

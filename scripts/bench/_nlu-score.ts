/** What `npm run bench:nlu` counts. */
import { labelOf, type Slots, type Utterance } from '../../sidecar/language/nlu/corpus.ts';
import { infoOf, isIntent, LABEL_NAMES } from '../../sidecar/language/nlu/labels.ts';
import type { Frame } from '../../sidecar/language/nlu/understand.ts';
import { normaliseText } from '../../sidecar/language/normalise.ts';
import { termsOf } from '../../sidecar/search/terms.ts';

export interface Scored {
  readonly utterance: Utterance;
  readonly frame: Frame;
  /** What was expected and found, as the confusion table names it. */
  readonly expected: string;
  readonly found: string;
  readonly inScope: boolean;
  /** In scope: the intents and tools are those expected. Out of scope: it was seen. */
  readonly right: boolean;
  readonly slots: SlotCount;
  /** The same with matters compared word for word. */
  readonly verbatim: SlotCount;
  /** Intent, tool and all slots. */
  readonly whole: boolean;
}

interface SlotCount {
  readonly right: number;
  readonly expected: number;
  readonly found: number;
}

export function scoreOf(utterance: Utterance, frame: Frame): Scored {
  const frames: readonly Frame[] = frame.parts ?? [frame];
  const tools = listOf(utterance.tool);
  const intents = listOf(utterance.intent);
  const outOfScope = tools.length === 0 && !intents.some(isIntent);
  const found = frames.map(nameOf).join(' + ');
  if (outOfScope) {
    const right = frames.length === 1 && frame.intent === 'other';
    return {
      utterance,
      frame,
      expected: 'out of scope',
      found,
      inScope: false,
      right,
      slots: NOTHING,
      verbatim: NOTHING,
      whole: right,
    };
  }
  const right =
    frames.length === Math.max(1, tools.length) &&
    frames.every((each, index) => each.tool === (tools[index] ?? null)) &&
    // A file may name fewer intents than the coordinator has, or none: then the tool decides.
    (!intents.some(isIntent) || frames.every((each, index) => each.intent === (intents[index] ?? intents[0])));
  const wanted = Array.isArray(utterance.slots) ? (utterance.slots as readonly Slots[]) : [utterance.slots as Slots];
  const all = slotsOf(wanted, frames, isSameSlot);
  return {
    utterance,
    frame,
    expected: expectedName(utterance),
    found,
    inScope: true,
    right,
    slots: all,
    verbatim: slotsOf(wanted, frames, (_slot, one, other) => isSame(one, other)),
    whole: right && all.right === all.expected && all.right === all.found,
  };
}

const NOTHING: SlotCount = { right: 0, expected: 0, found: 0 };
const plus = (a: SlotCount, b: SlotCount): SlotCount => ({
  right: a.right + b.right,
  expected: a.expected + b.expected,
  found: a.found + b.found,
});

function listOf<Name extends string | null>(value: string | readonly Name[] | null): readonly (string | Name)[] {
  if (value === null) return [];
  return typeof value === 'string' ? [value] : value;
}

function nameOf(frame: Frame): string {
  return frame.tool ?? (frame.intent === 'other' ? 'out of scope' : frame.label);
}

function expectedName(utterance: Utterance): string {
  const label = labelOf(utterance);
  if (label !== null) return infoOf(label).tool ?? label;
  const tools = listOf(utterance.tool);
  return tools.length > 0 ? tools.map((tool) => tool ?? 'out of scope').join(' + ') : String(utterance.intent);
}

type Comparison = (slot: string, one: unknown, other: unknown) => boolean;

/** Slots of a wish that was not seen are lost. */
function slotsOf(wanted: readonly Slots[], frames: readonly Frame[], isEqual: Comparison): SlotCount {
  return wanted
    .map((each, index) => countSlots(each, frames[index], isEqual))
    .concat(frames.slice(wanted.length).map((frame) => countSlots({}, frame, isEqual)))
    .reduce(plus, NOTHING);
}

function countSlots(expected: Slots, frame: Frame | undefined, isEqual: Comparison): SlotCount {
  const names = Object.keys(expected);
  const found = frame?.slots ?? {};
  return {
    right: names.filter(
      (name) => Object.hasOwn(found, name) && isEqual(`${frame?.tool ?? ''}.${name}`, expected[name], found[name]),
    ).length,
    expected: names.length,
    found: Object.keys(found).filter((name) => found[name] !== undefined).length,
  };
}

/** Their tools give them to the search of articles: what it reads of the words is the value. */
const SEARCHED: ReadonlySet<string> = new Set([
  'lookup_hr_policy.query',
  'search_faq.query',
  'search_knowledge_base.query',
  'get_procedure.procedure_name',
  'get_policy.policy_name',
]);

/** Same value of a slot, named `tool.argument`: a matter that is searched for by the terms that the search has of it, else as `isSame`. */
export function isSameSlot(slot: string, one: unknown, other: unknown): boolean {
  if (isSame(one, other)) return true;
  if (!SEARCHED.has(slot)) return false;
  const [left, right] = [one, other].map((value) => termsOf(String(value)).join(' '));
  return left === right && left !== '';
}

/** Same value: numbers by size, lists in any order, words without case, articles and closing punctuation. */
function isSame(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) || Array.isArray(other)) {
    const [left, right] = [one, other].map((list) => (Array.isArray(list) ? list : [list]).map(plain).sort());
    return JSON.stringify(left) === JSON.stringify(right);
  }
  return plain(one) === plain(other);
}

function plain(value: unknown): string {
  if (typeof value === 'number') return String(Math.round(value * 100) / 100);
  return normaliseText(String(value))
    .replace(/["“”]/gu, '')
    .replace(/^(?:the|a|an|my|our) /u, '')
    .replace(/[.!?,;:]+$/u, '')
    .trim();
}

export interface Figures {
  readonly utterances: number;
  readonly inScope: number;
  readonly outOfScope: number;
  /** Share of what is in scope whose intents and tools are right. */
  readonly joint: number;
  /** Share of what is out of scope that was seen to be. */
  readonly outOfScopeRecall: number;
  /** Share of what is out of scope for which a tool was found all the same. */
  readonly outOfScopeTools: number;
  /** Share of what is in scope that was taken for out of scope. */
  readonly rejected: number;
  /** Over the tools' slots, of what is in scope. */
  readonly slotF1: number;
  /** The same with matters that are searched for compared word for word. */
  readonly slotF1Verbatim: number;
  /** Share of what names a tool whose intents, tools and slots are all right. */
  readonly whole: number;
}

export function figuresOf(scored: readonly Scored[]): Figures {
  const inside = scored.filter(({ inScope }) => inScope);
  const outside = scored.filter(({ inScope }) => !inScope);
  const withTool = inside.filter(({ utterance }) => utterance.tool !== null);
  const f1 = (count: (each: Scored) => SlotCount): number => {
    const { right, expected, found } = withTool.map(count).reduce(plus, NOTHING);
    return expected + found === 0 ? Number.NaN : (2 * right) / (expected + found);
  };
  const share = <T>(list: readonly T[], holds: (each: T) => boolean): number =>
    list.length === 0 ? Number.NaN : list.filter(holds).length / list.length;
  return {
    utterances: scored.length,
    inScope: inside.length,
    outOfScope: outside.length,
    joint: share(inside, ({ right }) => right),
    outOfScopeRecall: share(outside, ({ right }) => right),
    outOfScopeTools: share(outside, ({ frame }) => frame.tool !== null),
    rejected: share(inside, ({ found }) => found === 'out of scope'),
    slotF1: f1(({ slots }) => slots),
    slotF1Verbatim: f1(({ verbatim }) => verbatim),
    whole: share(withTool, ({ whole }) => whole),
  };
}

/** Rows: what was expected and confused with what, the most frequent first. */
export function confusions(scored: readonly Scored[]): readonly (readonly [string, string, number])[] {
  const counts = new Map<string, number>();
  for (const { expected, found, right } of scored) {
    if (right) continue;
    const key = `${expected}\t${found}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts]
    .map(([key, count]) => [...key.split('\t'), count] as unknown as readonly [string, string, number])
    .sort((a, b) => b[2] - a[2] || a[0].localeCompare(b[0]));
}

/** By label: how many there are and which share is right, worst first. */
export function perLabel(scored: readonly Scored[]): readonly (readonly [string, number, Figures])[] {
  const labels = [...new Set(scored.map(({ expected }) => expected))];
  const order = new Map<string, number>(LABEL_NAMES.map((name, index) => [name, index]));
  return labels
    .map((label) => {
      const own = scored.filter(({ expected }) => expected === label);
      return [label, own.length, figuresOf(own)] as const;
    })
    .sort((a, b) => (order.get(a[0]) ?? 999) - (order.get(b[0]) ?? 999));
}

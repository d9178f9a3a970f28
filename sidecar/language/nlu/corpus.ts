/** Utterances with what they mean, as they lie in `utterances/*.jsonl` (docs/nlu.md). */
import { hashOf } from './features.ts';
import { infoOf, isIntent, isLabel, LABEL_NAMES, type Label } from './labels.ts';

export interface Utterance {
  readonly text: string;
  /** One of the coordinator's; `other` when out of scope; a list for several wishes. */
  readonly intent: string | readonly string[] | null;
  /** Null for talk and out of scope; a list for several wishes. */
  readonly tool: string | readonly (string | null)[] | null;
  /** For several wishes a list, one a wish. */
  readonly slots: Slots | readonly Slots[];
  /** Paraphrases of one wish share it. Null in files of others. */
  readonly group: string | null;
  /** The label where intent and tool leave it open: talk. */
  readonly label: Label | null;
}

export type Slots = Readonly<Record<string, unknown>>;

/** @throws SyntaxError with file and line. */
export function parseUtterances(content: string, file: string): readonly Utterance[] {
  return content.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    try {
      return [utteranceOf(JSON.parse(line))];
    } catch (error) {
      throw new SyntaxError(`${file}:${index + 1}: ${error instanceof Error ? error.message : String(error)}`);
    }
  });
}

function utteranceOf(value: unknown): Utterance {
  if (!isRecord(value) || typeof value['text'] !== 'string') throw new TypeError('needs a text');
  const { text, intent = null, tool = null, slots, group = null, label = null } = value;
  if (!isNames(intent) || !isTools(tool)) throw new TypeError('intent and tool are a name, a list of names or null');
  if (slots !== undefined && slots !== null && !isRecord(slots) && !isRecords(slots))
    throw new TypeError('slots are an object, or a list of objects');
  if (group !== null && typeof group !== 'string') throw new TypeError('group is a name');
  if (label !== null && (typeof label !== 'string' || !isLabel(label))) throw new TypeError('there is no such label');
  return { text, intent, tool, slots: slots ?? {}, group, label };
}

const isRecord = (value: unknown): value is Slots =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isRecords = (value: unknown): value is readonly Slots[] => Array.isArray(value) && value.every(isRecord);
const isNames = (value: unknown): value is string | readonly string[] | null =>
  value === null ||
  typeof value === 'string' ||
  (Array.isArray(value) && value.every((each) => typeof each === 'string'));

const isTools = (value: unknown): value is Utterance['tool'] =>
  isNames(value) || (Array.isArray(value) && value.every((each) => each === null || typeof each === 'string'));

/** The label of an utterance with one wish; null when it has several, or when intent and tool leave it open. */
export function labelOf(utterance: Utterance): Label | null {
  const { tool, intent, label } = utterance;
  if (label !== null) return label;
  if (Array.isArray(tool)) return null;
  if (typeof tool === 'string') return isLabel(tool) && infoOf(tool).tool === tool ? tool : null;
  if (typeof intent !== 'string') return intent === null ? 'other' : null;
  if (!isIntent(intent)) return 'other';
  const fitting = LABEL_NAMES.filter((name) => infoOf(name).tool === null && infoOf(name).intent === intent);
  return fitting.length === 1 ? (fitting[0] ?? null) : null;
}

/** Whether a group is kept from training, to measure with: every fifth by the hash of its name. */
export function isHeldOut(group: string): boolean {
  return hashOf(`held-out ${group}`) % 5 === 0;
}

import type { Model, ModelEvent, ModelRequest, ModelToolCall } from '../../../sidecar/llm/model.ts';
import { joinedParts, readingsOf } from './decoding.ts';

/**
 * The worst model there is: it does what any text tells it to do, whoever wrote it, in any disguise it can read, and first of
 * all what the test says the user's question leads to. It calls whatever is named, says whatever it is told to say, and gives its
 * prompt away to whoever asks.
 */
export interface ObeyingModel extends Model {
  /** Calls with which the next question is answered, before anything that was planted is obeyed. */
  asked: readonly { readonly name: string; readonly args: Readonly<Record<string, unknown>> }[];
  /** Calls with which every question is answered that holds these words. */
  turned: Readonly<Record<string, { readonly name: string; readonly args: Readonly<Record<string, unknown>> }>>;
  /** Orders carried out since the test last looked, with what they were. */
  obeyed: string[];
  /** All that it got to read since then. */
  read: string;
  /** The system text of the last request. */
  system: readonly string[];
}

/** `tool({json})`, in whatever sentence. */
const CALL = /\b([a-z][a-z_]{3,60})\s*\((\{[^()]*\})\)/gu;
/** Something in these quotes is to be said, or to be offered. */
const SAY = /(suggest[^«]{0,20})?«([^»]*)»/gu;
const PROMPT =
  /(?:repeat|print|reveal|recite|wiederhole|répète|repite|ripeti|重复|повтори)[^.«]{0,80}(?:prompt|instructions|anweisungen|consignes|instrucciones|istruzioni|提示|инструкции)([^.«]{0,60})/giu;

export function obeyingModel(): ObeyingModel {
  const done = new Set<string>();
  const model: ObeyingModel = {
    id: 'obeying',
    asked: [],
    turned: {},
    obeyed: [],
    read: '',
    system: [],
    async *stream(request) {
      const last = request.messages.at(-1);
      model.system = request.system;
      let count = 0;
      if (last?.role === 'user') {
        done.clear();
        const turned = Object.entries(model.turned).flatMap(([words, one]) => (last.text.includes(words) ? [one] : []));
        for (const { name, args } of [...model.asked, ...turned]) {
          count += 1;
          yield call(`asked${count}`, name, args);
        }
        model.asked = [];
      }
      const texts = textsOf(request);
      model.read += texts.join('\n');
      for (const event of orders(texts, request)) {
        const key = JSON.stringify(event);
        if (done.has(key)) continue;
        done.add(key);
        model.obeyed.push(key);
        if (event.type === 'call') count += 1;
        yield event.type === 'call' ? { ...event, call: { ...event.call, id: `order${done.size}` } } : event;
      }
      if (count === 0) yield { type: 'text', text: ' That is all.' };
      yield { type: 'done', usage: { inputTokens: 1, outputTokens: 1 } };
    },
  };
  return model;
}

function call(id: string, name: string, args: Readonly<Record<string, unknown>>): ModelEvent {
  return { type: 'call', call: { id, name, args } };
}

/** The strings of the request: prompts, messages, and every text in an outcome by itself. */
function textsOf(request: ModelRequest): readonly string[] {
  const own = request.messages.flatMap((message) => {
    if (message.role === 'tool') return stringsIn(JSON.parse(message.content));
    return [message.text];
  });
  return [...request.system.slice(1), ...own];
}

function stringsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(stringsIn);
}

function* orders(
  texts: readonly string[],
  request: ModelRequest,
): Generator<Extract<ModelEvent, { type: 'call' | 'text' | 'suggestions' }>> {
  const fill = (text: string) => filled(text, texts, request);
  for (const reading of [...texts, joinedParts(texts)].flatMap(readingsOf)) {
    for (const [, name = '', json = ''] of reading.matchAll(CALL)) {
      const args = parsed(fill(json));
      if (args !== null) yield { type: 'call', call: { id: '', name, args } as ModelToolCall };
    }
    for (const [, suggest, text = ''] of reading.matchAll(SAY)) {
      if (suggest === undefined) yield { type: 'text', text: ` ${fill(text)} ` };
      else yield { type: 'suggestions', suggestions: [fill(text)] };
    }
    for (const [, how = ''] of reading.matchAll(PROMPT))
      yield { type: 'text', text: spelled(request.system.join('\n'), how) };
  }
}

/** `{{DATA}}` is what was read last, fit for an address; `{{PROMPT}}` the system text. */
function filled(text: string, texts: readonly string[], request: ModelRequest): string {
  const data = Buffer.from(texts.slice(-6).join(' ').slice(0, 120)).toString('base64url');
  const prompt = JSON.stringify(request.system.join(' ').slice(0, 1500)).slice(1, -1);
  return text.replaceAll('{{DATA}}', data).replaceAll('{{PROMPT}}', prompt);
}

function spelled(text: string, how: string): string {
  if (/base64/iu.test(how)) return Buffer.from(text).toString('base64');
  if (/hex/iu.test(how)) return Buffer.from(text).toString('hex');
  if (/backwards/iu.test(how)) return [...text].reverse().join('');
  if (/rot13/iu.test(how))
    return text.replace(/[a-z]/gu, (letter) => String.fromCharCode(((letter.charCodeAt(0) - 84) % 26) + 97));
  if (/letter by letter/iu.test(how)) return [...text].join(' ');
  if (/dashes/iu.test(how)) return text.replaceAll(' ', '-');
  if (/fullwidth/iu.test(how)) return text.replace(/[!-~]/gu, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0));
  return text;
}

function parsed(json: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

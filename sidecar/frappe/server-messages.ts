/** One message that Frappe gathered while it worked. */
import { plainText } from './plain-text.ts';
export interface ServerMessage {
  /** Plain text. */
  readonly text: string;
  /** The message of the error that ended the request. */
  readonly thrown: boolean;
}

const LONGEST = 500;

/**
 * Decodes `_server_messages`: a JSON text of a list whose items are JSON texts again (frappe-contract.md 2.5), with HTML
 * in them. Never throws: what cannot be read is left out, since this is only ever asked while handling an error.
 */
export function serverMessages(field: unknown): ServerMessage[] {
  const items = typeof field === 'string' ? parsed(field) : field;
  if (!Array.isArray(items)) return [];
  return items.flatMap((item: unknown) => {
    const inner = typeof item === 'string' ? (parsed(item) ?? item) : item;
    const words = typeof inner === 'object' && inner !== null ? Reflect.get(inner, 'message') : inner;
    if (typeof words !== 'string') return [];
    const text = plainText(words, LONGEST);
    if (text === '') return [];
    const thrown = typeof inner === 'object' && inner !== null && Boolean(Reflect.get(inner, 'raise_exception'));
    return [{ text, thrown }];
  });
}

/** The sentence of an error: of what was thrown, else the last that was said; null when nothing was. */
export function thrownSentence(field: unknown): string | null {
  const messages = serverMessages(field);
  return (messages.findLast((message) => message.thrown) ?? messages.at(-1))?.text ?? null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

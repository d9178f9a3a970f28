/** One message that Frappe gathered while it worked. */
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
    const text = plainText(words);
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

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

/** Text of a piece of HTML: tags become spaces or nothing, entities their characters, white space single. */
export function plainText(html: string): string {
  const text = html
    .slice(0, 20 * LONGEST)
    .replace(/<(?:br|\/p|\/div|\/li|\/tr)\b[^<>]*>/gi, ' ')
    .replace(/<\/?[a-z!][^<>]*>/gi, '')
    .replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,6});/gi, (whole, name: string) => entity(name) ?? whole)
    .replace(/\s+/g, ' ')
    .trim();
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1).trimEnd()}…`;
}

function entity(name: string): string | undefined {
  if (!name.startsWith('#')) return ENTITIES[name.toLowerCase()];
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  const isCharacter = code >= 0x20 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  return isCharacter ? String.fromCodePoint(code) : ' ';
}

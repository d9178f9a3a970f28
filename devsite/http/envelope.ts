import type { Transaction } from '../engine/internal.ts';
import type { SiteError } from '../engine/site-error.ts';
import type { Row } from '../engine/types.ts';
import { escapeHtml, page } from './html.ts';

export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: readonly string[];
}

/** A method that answers with something else than its `message` (a file, a page): returned, or thrown where it is a refusal. */
export class RawAnswer extends Error {
  readonly answer: Answer;

  constructor(answer: Answer) {
    super(`HTTP ${answer.status}`);
    this.answer = answer;
  }
}

const JSON_TYPE = 'application/json';

/** Keys with null left out, in rows too; Frappe 15's form of a document over REST. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) =>
      inner === null || inner === undefined ? [] : [[key, Array.isArray(inner) ? withoutNulls(inner) : inner]],
    ),
  );
}

function serverMessages(messages: readonly Row[]): Row {
  return messages.length > 0
    ? { _server_messages: JSON.stringify(messages.map((message) => JSON.stringify(message))) }
    : {};
}

export function success(body: Row, tx: Transaction, status = 200): Answer {
  const answer: Row = { ...body, ...Object.fromEntries(tx.extra), ...serverMessages(tx.messages) };
  return { status, contentType: JSON_TYPE, body: JSON.stringify(answer) };
}

const NOT_FRAPPE_EXCEPTIONS = new Set([
  'TypeError',
  'KeyError',
  'OperationalError',
  'JSONDecodeError',
  'AttributeError',
  'InternalError',
]);

/** An exception as Frappe 15 shows it to an API client. Tracebacks name no files of ours. */
export function failure(error: SiteError, messages: readonly Row[], extra: ReadonlyMap<string, unknown>): Answer {
  // What was only said is not marked as what was thrown.
  const known: Row[] = [...messages];
  if (!error.silent) known.push({ message: error.message, title: 'Message', indicator: 'red', raise_exception: 1 });
  for (const message of error.shown?.messages ?? []) known.push({ message, title: 'Message' });
  const name = NOT_FRAPPE_EXCEPTIONS.has(error.excType) ? error.excType : `frappe.exceptions.${error.excType}`;
  const exception = error.shown ? name : `${name}: ${error.message}`;
  // A refusal of the assistant is an answer and no fault: it comes without a trace.
  const traced = error.status !== 404 && error.va === null;
  const body: Row = {
    ...Object.fromEntries(extra),
    ...(error.va ? { va_error: error.va } : {}),
    ...(traced ? { exception } : {}),
    exc_type: error.excType,
    ...(traced ? { exc: JSON.stringify([`Traceback (most recent call last):\n${exception}\n`]) } : {}),
    ...(error.shown?.errorMessage === undefined ? {} : { _error_message: error.shown.errorMessage }),
    ...serverMessages(known),
  };
  return { status: error.status, contentType: JSON_TYPE, body: JSON.stringify(body) };
}

export function html(status: number, title: string, text: string): Answer {
  return {
    status,
    contentType: 'text/html; charset=utf-8',
    body: page({ title, user: null, body: `<h1>${escapeHtml(title)}</h1><p>${escapeHtml(text)}</p>` }),
  };
}

/** JSON under /api unless the client asks for text first, or wherever it accepts JSON. */
export function wantsJson(path: string, accept: string): boolean {
  if (accept.includes('application/json')) return true;
  return path.startsWith('/api/') && !accept.trim().toLowerCase().startsWith('text');
}

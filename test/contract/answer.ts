import assert from 'node:assert/strict';

export type Row = Record<string, unknown>;

export function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value inside nested objects and lists; undefined when a step is missing. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  let here = value;
  for (const key of path) {
    if (Array.isArray(here) && typeof key === 'number') here = here.at(key);
    else if (isRow(here)) here = here[key];
    else return undefined;
  }
  return here;
}

/** One HTTP answer of a site, with Frappe's envelope taken apart. */
export class Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly text: string;
  /** The JSON object, empty when the answer is something else. */
  readonly body: Row;

  constructor(status: number, headers: Answer['headers'], text: string) {
    this.status = status;
    this.headers = headers;
    this.text = text;
    const parsed: unknown = this.isJson && text !== '' ? JSON.parse(text) : {};
    this.body = isRow(parsed) ? parsed : {};
  }

  get isJson(): boolean {
    return String(this.headers['content-type'] ?? '').startsWith('application/json');
  }

  /** `message` of a method, `data` of a resource. */
  get data(): unknown {
    return this.body['message'] ?? this.body['data'];
  }

  get type(): unknown {
    return this.body['exc_type'];
  }

  get code(): unknown {
    return at(this.body, 'va_error', 'code');
  }

  get meta(): unknown {
    return at(this.body, 'va_error', 'meta');
  }

  /** Texts of `_server_messages`, which is JSON inside JSON. */
  get messages(): string[] {
    const list: unknown = JSON.parse(String(this.body['_server_messages'] ?? '[]'));
    assert.ok(Array.isArray(list), '_server_messages is no list');
    return list.map((item) => String(at(JSON.parse(String(item)), 'message')));
  }

  get cookies(): string[] {
    const lines = this.headers['set-cookie'];
    return typeof lines === 'string' ? [lines] : [...(lines ?? [])];
  }

  /** Asserts the status and returns itself. */
  is(status: number, type?: string): this {
    const found = `${this.status} ${String(this.type ?? '')} ${String(this.code ?? '')}`.trim();
    const wanted = `${status} ${type ?? ''}`.trim();
    assert.equal(this.status, status, `${found} instead of ${wanted}: ${this.text.slice(0, 600)}`);
    if (type !== undefined) assert.equal(this.type, type, `${found} instead of ${wanted}: ${this.text.slice(0, 600)}`);
    return this;
  }

  ok(): this {
    return this.is(200);
  }

  /** Asserts a refusal of the app: status and `va_error.code`. */
  va(status: number, code: string): this {
    const found = `${this.status} ${String(this.code)}`;
    assert.equal(found, `${status} ${code}`, `${found} instead of ${status} ${code}: ${this.text.slice(0, 600)}`);
    return this;
  }

  row(): Row {
    assert.ok(isRow(this.data), `no object in ${this.status} ${this.text.slice(0, 400)}`);
    return this.data;
  }

  rows(): Row[] {
    assert.ok(Array.isArray(this.data), `no list in ${this.status} ${this.text.slice(0, 400)}`);
    return this.data.filter(isRow);
  }

  get name(): string {
    return String(this.row()['name']);
  }
}

import { SiteError } from '../engine/site-error.ts';
import type { Row } from '../engine/types.ts';

export interface UploadedFile {
  readonly field: string;
  readonly fileName: string;
  readonly contentType: string;
  readonly content: Buffer;
}

export interface Form {
  /** Frappe's `form_dict`. */
  readonly values: Row;
  readonly files: readonly UploadedFile[];
}

function fromSearch(search: URLSearchParams, into: Row): void {
  for (const [key, value] of search) if (key !== '_') into[key] = value;
}

function fromJson(body: Buffer): Row {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString('utf8'));
  } catch (error) {
    // Frappe 15 lets the parser's error through: 500.
    throw new SiteError('JSONDecodeError', error instanceof Error ? error.message : 'Invalid JSON', {
      status: 500,
      silent: true,
    });
  }
  if (Array.isArray(parsed)) return { data: parsed };
  if (typeof parsed !== 'object' || parsed === null)
    throw new SiteError('ValidationError', 'Invalid request arguments');
  const { _, ...values } = parsed as Row;
  return values;
}

const PARAMETER = /;\s*(filename\*?|name)=(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/gi;

function partHeaders(text: string): { name: string; fileName: string | null; contentType: string } {
  const found: Record<string, string> = {};
  const disposition = /^content-disposition:(.*)$/im.exec(text)?.[1] ?? '';
  for (const match of disposition.matchAll(PARAMETER))
    found[(match[1] ?? '').toLowerCase()] = (match[2] ?? match[3] ?? '').replace(/\\(.)/g, '$1');
  return {
    name: found['name'] ?? '',
    fileName: found['filename'] ?? null,
    contentType: /^content-type:\s*([^\r\n;]+)/im.exec(text)?.[1]?.trim() ?? 'text/plain',
  };
}

function fromMultipart(body: Buffer, boundary: string, values: Row, files: UploadedFile[]): void {
  const mark = Buffer.from(`--${boundary}`);
  let start = body.indexOf(mark);
  while (start >= 0) {
    const next = body.indexOf(mark, start + mark.length);
    if (next < 0) return;
    const part = body.subarray(start + mark.length + 2, next - 2);
    const split = part.indexOf('\r\n\r\n');
    if (split >= 0) {
      const head = partHeaders(part.subarray(0, split).toString('utf8'));
      const content = part.subarray(split + 4);
      if (head.fileName === null) values[head.name] = content.toString('utf8');
      else
        files.push({
          field: head.name,
          fileName: head.fileName,
          contentType: head.contentType,
          content: Buffer.from(content),
        });
    }
    start = next;
  }
}

/** A non-empty JSON body replaces the query; a form is laid over it. @throws SiteError for malformed JSON */
export function readForm(search: URLSearchParams, contentType: string, body: Buffer | null): Form {
  const files: UploadedFile[] = [];
  if (body && body.length > 0 && /^application\/json\b/i.test(contentType)) return { values: fromJson(body), files };
  const values: Row = {};
  fromSearch(search, values);
  if (body && body.length > 0) {
    if (/^application\/x-www-form-urlencoded\b/i.test(contentType))
      fromSearch(new URLSearchParams(body.toString('utf8')), values);
    const boundary = /^multipart\/form-data;.*boundary="?([^";]+)"?/i.exec(contentType)?.[1];
    if (boundary) fromMultipart(body, boundary, values, files);
  }
  return { values, files };
}

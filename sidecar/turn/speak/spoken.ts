import { aloud } from '../../language/aloud.ts';
import { withoutMarkup } from '../../personality/plain-text.ts';
import { say } from '../sentences.ts';

/** Entries of a list that anybody listens to. */
const MAX_ENTRIES = 3;
/** About forty seconds of speech; a question at the end is always said. */
const MAX_LENGTH = 600;
const ENTRY = /^\s*(?:[-*•]|\d+[.)])\s+/u;
/** Names of documents such as (HR-LAP-2026-00008): seen, not heard. */
const DOCUMENT_NAME = /\s*\((?:[A-Z]{2,}(?:-[A-Z0-9]+)+)\)/gu;
const ADDRESS = /\bhttps?:\/\/\S+/giu;

/** An answer for the ear: no markup, addresses or names of documents, long lists cut short. Null when it is the same. */
export function spokenOf(text: string): string | null {
  const spoken = shortened(forEar(shortLists(text)));
  return spoken === '' || spoken === text.trim() ? null : spoken;
}

/** A stretch of text without what is only for the eye, figures as people say them; '' when nothing is left. */
export function forEar(text: string): string {
  return aloud(withoutMarkup(text).replace(DOCUMENT_NAME, '').replace(ADDRESS, say('spokenLink')))
    .replace(/[ \t]+/gu, ' ')
    .replace(/\s*\n+\s*/gu, ' ')
    .trim();
}

/** Lines of a list as a sentence; what is beyond the first few is only counted. */
function shortLists(text: string): string {
  const lines: string[] = [];
  let entries: string[] = [];
  const close = () => {
    if (entries.length === 0) return;
    const left = entries.length - MAX_ENTRIES;
    const heard = entries.slice(0, MAX_ENTRIES).join('; ');
    lines.push(left > 0 ? say('spokenMore', { heard, left }) : `${heard}.`);
    entries = [];
  };
  for (const line of text.split('\n')) {
    if (ENTRY.test(line)) entries.push(line.replace(ENTRY, '').replace(/[.;,\s]+$/u, ''));
    else {
      close();
      lines.push(line);
    }
  }
  close();
  return lines.join('\n');
}

function shortened(text: string): string {
  if (text.length <= MAX_LENGTH) return text;
  const sentences = text.match(/.+?(?:[.!?](?=\s|$)|$)\s*/gsu) ?? [text];
  const last = sentences.at(-1)?.trim() ?? '';
  const question = last.endsWith('?') && last.length < MAX_LENGTH / 2 ? last : '';
  const rest = say('spokenRest');
  let heard = '';
  for (const sentence of sentences) {
    if (heard.length + sentence.length + question.length + rest.length > MAX_LENGTH) break;
    heard += sentence;
  }
  if (heard === '') heard = `${text.slice(0, MAX_LENGTH - rest.length - question.length).replace(/\s\S*$/u, '')}. `;
  return [heard.trim(), rest, question].filter((part) => part !== '').join(' ');
}

/** What somebody dictated as it is written: a capital in front, "I" as a capital, a dot at the end. Words stay as they are. */
export function asWritten(text: string): string {
  const plain = text
    .replace(/\r\n/gu, '\n')
    .replace(/[^\S\n]+/gu, ' ')
    .trim();
  const cased = plain
    .replace(/^["“”']|["“”']$/gu, '')
    .trim()
    .replace(/(?<![\p{L}\p{N}])i(?=['’ ]|$)/gu, 'I')
    .replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());
  return /[\p{L}\p{N})]$/u.test(cased) ? `${cased}.` : cased;
}

const SUBJECT_CHARS = 70;

/** A subject for a mail that was given none: its first sentence, cut at a word. One line. */
export function subjectOf(message: string): string {
  const first = (/^.+?(?=[.!?](?:\s|$)|\n|$)/u.exec(message)?.[0] ?? message).trim();
  if (first.length <= SUBJECT_CHARS) return first;
  return `${first.slice(0, SUBJECT_CHARS).replace(/\s+\S*$/u, '')}…`;
}

/** One line, as a subject must be. */
export function asSubject(text: string): string {
  const line = text
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .replace(/^["“”']|["“”']$/gu, '');
  return line.charAt(0).toUpperCase() + line.slice(1);
}

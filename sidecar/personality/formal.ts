/** What is quoted, code, an address or a reference: not the assistant's own words. */
const FOREIGN = /"[^"\n]*"|“[^”\n]*”|`[^`\n]*`|\[[^\]\n]*\]|\bhttps?:\S+/gu;
const SHORT =
  /\b(I['’]m|(?:[Ii]|[Yy]ou|[Ww]e|[Tt]hey)['’](?:re|ve|ll)|(?:[Hh]e|[Ss]he|[Ii]t|[Tt]hat|[Tt]here|[Hh]ere|[Ww]hat|[Ww]ho|[Ww]here|[Hh]ow|[Ll]et)['’](?:s|ll))(?![\p{L}'’])(?= (been|got)\b|)/gu;
const LONG: Readonly<Record<string, string>> = { m: 'am', re: 'are', ve: 'have', ll: 'will', s: 'is' };

/** "I'm" becomes "I am". Short forms of "not" stay as they are, and so does what is quoted. */
export function writtenOut(text: string): string {
  if (!/['’]/u.test(text)) return text;
  let done = '';
  let at = 0;
  for (const { index, 0: foreign } of text.matchAll(FOREIGN)) {
    done += expanded(text.slice(at, index)) + foreign;
    at = index + foreign.length;
  }
  return done + expanded(text.slice(at));
}

function expanded(words: string): string {
  return words.replace(SHORT, (short: string, _same: string, done: string | undefined) => {
    const [head = short, tail = ''] = short.split(/['’]/u);
    if (/^let$/iu.test(head)) return tail === 's' ? `${head} us` : short;
    return `${head} ${tail === 's' && done !== undefined ? 'has' : (LONG[tail] ?? tail)}`;
  });
}

/** Every reading that an over-eager model could find in a text: as it stands, and out of each disguise that the carriers use. */
export function readingsOf(text: string): readonly string[] {
  const found = new Set<string>([text]);
  const plain = text.normalize('NFKC').replace(/[\u200b\u2060\ufeff\u200c\u200d]/gu, '');
  const unescaped = plain.replace(/\\u([0-9a-f]{4})/giu, (_all, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
  for (const one of [plain, unescaped, unescaped.replaceAll('\\"', '"').replaceAll('\\n', '\n')]) found.add(one);
  for (const one of [...found]) {
    found.add(lookalikesRead(one));
    found.add(tagsRead(one));
    found.add(entitiesRead(one));
    found.add(percentRead(one));
    found.add(rot13(one));
    found.add([...one].reverse().join(''));
    found.add(one.replace(/(?<=\S) (?=\S(?: |$))/gu, ''));
    for (const run of one.match(/[A-Za-z0-9+/]{24,}={0,2}/gu) ?? []) {
      found.add(Buffer.from(run, 'base64').toString('utf8'));
      if (/^[0-9a-f]+$/iu.test(run)) found.add(Buffer.from(run, 'hex').toString('utf8'));
    }
  }
  return [...found];
}

/** Text of one part and another, wherever they stand: "part 1 of 2: [[...]]". */
export function joinedParts(texts: readonly string[]): string {
  const parts = new Map<string, string>();
  for (const text of texts) {
    for (const match of text.replaceAll('\\"', '"').matchAll(/part (\d) of 2 \((\w+)\): \[\[(.*?)\]\]/gu))
      parts.set(`${match[2]} ${match[1]}`, match[3] ?? '');
  }
  return [...parts.keys()]
    .filter((key) => key.endsWith(' 1'))
    .map((key) => `${parts.get(key)}${parts.get(key.replace(/1$/u, '2')) ?? ''}`)
    .join('\n');
}

const CYRILLIC: Readonly<Record<string, string>> = { a: 'а', e: 'е', o: 'о', p: 'р', c: 'с', x: 'х', i: 'і', s: 'ѕ' };

export function inLookalikes(text: string): string {
  return text.replace(/[aeopcxis]/gu, (letter) => CYRILLIC[letter] ?? letter);
}

function lookalikesRead(text: string): string {
  const ours = new Map(Object.entries(CYRILLIC).map(([latin, other]) => [other, latin]));
  return [...text].map((letter) => ours.get(letter) ?? letter).join('');
}

export function inTags(text: string): string {
  return [...text].map((letter) => String.fromCodePoint(0xe0000 + (letter.codePointAt(0) ?? 0x20))).join('');
}

function tagsRead(text: string): string {
  return [...text]
    .map((letter) => letter.codePointAt(0) ?? 0)
    .filter((code) => code > 0xe0000 && code < 0xe0080)
    .map((code) => String.fromCodePoint(code - 0xe0000))
    .join('');
}

export function rot13(text: string): string {
  return text.replace(/[a-z]/giu, (letter) => {
    const base = letter <= 'Z' ? 65 : 97;
    return String.fromCharCode(((letter.charCodeAt(0) - base + 13) % 26) + base);
  });
}

function entitiesRead(text: string): string {
  return text.replace(/&#(\d+);/gu, (_all, code: string) => String.fromCodePoint(Number(code)));
}

function percentRead(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

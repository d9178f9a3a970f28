/** Lists of people as words. */

/** "priya, tom and li" in pieces. */
export function piecesOf(who: string): readonly string[] {
  return who
    .split(/\s*(?:,|\band\b|&)\s*/iu)
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '');
}

/** A list in which the piece that a choice answers is replaced by it; the choice alone when none fits. */
export function withChoice(who: string, choice: string): string {
  const pieces = piecesOf(who);
  const chosen = choice.toLowerCase();
  const place = pieces.findIndex((piece) =>
    piece
      .toLowerCase()
      .split(' ')
      .every((word) => chosen.includes(word)),
  );
  if (place < 0 || pieces.length === 1) return choice;
  return pieces.map((piece, index) => (index === place ? choice : piece)).join(', ');
}

/** How somebody is called in a question: names with capitals, "my manager" as "your manager". */
export function called(who: string): string {
  return piecesOf(who)
    .map((piece) =>
      /^(?:my|our) /iu.test(piece)
        ? piece.replace(/^(?:my|our) /iu, 'your ')
        : /^(?:team|everyone|everybody|people)$/iu.test(piece)
          ? piece.replace(/^team$/iu, 'your team')
          : /@|\p{Lu}/u.test(piece)
            ? piece
            : piece.replace(/(?<![\p{L}'])\p{Ll}/gu, (letter) => letter.toUpperCase()),
    )
    .join(', ');
}

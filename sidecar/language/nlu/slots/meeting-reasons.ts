/** Why a meeting is called off. */

const BECAUSE =
  /(?:because(?: of)?|since|due to|as(?= (?:(?:i|we|he|she|the|they|it) |(?:i'm|we're|he's|she's|they're|it's|i've|we've) ))|reason(?: is)?:?|why:|the reason:?)\s+(?<reason>[^?!]{3,200}?)[.!]*$/iu;

/** Why, in so many words; also "..., half the team is ill" after a comma. */
export function saidReason(text: string): string | null {
  const said = BECAUSE.exec(text)?.groups?.['reason'];
  if (said !== undefined) return said.trim();
  const after =
    /,\s*(?<reason>(?:half |the |i'?m |i |we |he |she |(?:he|she|we|it)(?:'s|'re) |they|everyone |nobody |no one |it'?s |there |not |no |too |[a-z]+ (?:is|was|are|got|fell|pulled|has|have|can't|cannot|won't|had|called|backed|moved) )[^,?!]{2,160}?)[.!]*$/iu.exec(
      text,
    )?.groups?.['reason'];
  if (after === undefined) return behindComma(text);
  return /\b(?:please|cancel|remove|delete|drop|take|move|tell|kill|scrap|scratch|bin|axe|nix|ditch)\b/iu.test(after)
    ? null
    : after.trim();
}

/** "drop the breakfast, something came up": what stands behind and asks for nothing. */
function behindComma(text: string): string | null {
  const said =
    /,\s*(?<reason>(?!and |but |please|then |so |also |on |at |tomorrow|today|for |from |with |thank|the one|this |next )[^,?!]{6,160}?)[.!]*$/iu.exec(
      text,
    )?.groups?.['reason'];
  if (said === undefined || !/ /u.test(said.trim())) return null;
  return /\b(?:please|cancel|remove|delete|drop|take|move|tell|let|notify|inform|off|kill|scrap|scratch|bin|axe|nix|ditch|find|book|can you|could you)\b/iu.test(
    said,
  )
    ? null
    : said.trim();
}

// Crockford's alphabet in lower case: MariaDB compares names without case, so only one case is used.
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const NAME = /^[a-z]{2,8}_[0-9a-z_-]{1,100}$/;

/** `prefix_` + 10 characters of time + 16 of chance, sorting by time (decisions.md 11); `random` is 10 bytes. */
export function makeName(prefix: string, timeMs: number, random: Uint8Array): string {
  if (random.length !== 10) throw new RangeError('a name needs 10 random bytes');
  const chance = random.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  return `${prefix}_${encode(BigInt(timeMs), 10)}${encode(chance, 16)}`;
}

/** True for a name that we could have made, or that a replay derived: lower case, bounded, no white space. */
export function isName(name: unknown, prefix?: string): name is string {
  return typeof name === 'string' && NAME.test(name) && (prefix === undefined || name.startsWith(`${prefix}_`));
}

function encode(value: bigint, width: number): string {
  let rest = value;
  let text = '';
  for (let index = 0; index < width; index += 1) {
    text = `${ALPHABET[Number(rest & 31n)]}${text}`;
    rest >>= 5n;
  }
  return text;
}

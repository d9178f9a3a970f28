import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';

export const AUDIENCE = 'dartwing-va';
/** Lifetime of an access token, seconds. */
export const USER_LIFETIME_S = 900;
/** Longest lifetime of a delegation, seconds. */
export const READ_LIFETIME_S = 120;
export const LEEWAY_S = 5;
export const SCOPE = 'va:read va:write';
const MAX_TOKEN_CHARS = 8192;
const MAX_DTS = 50;
const MAX_MTS = 20;
const ED25519_PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');

export type Claims = Readonly<Record<string, unknown>>;
/** Public keys by their id; values are base64url of the raw Ed25519 key. */
export type Keys = Readonly<Record<string, string>>;

/** A token that is refused. `reason` says which check, for logs and tests; `code` is of contract/errors.ts. */
export class TokenError extends Error {
  override readonly name = 'TokenError';
  readonly reason: string;
  readonly code: 'TOKEN_EXPIRED' | 'UNAUTHORIZED';

  constructor(reason: string) {
    super(`token refused: ${reason}`);
    this.reason = reason;
    this.code = reason === 'expired' ? 'TOKEN_EXPIRED' : 'UNAUTHORIZED';
  }
}

/** A new Ed25519 pair; x and d are base64url of the public key and the seed. */
export function newKey(): { readonly kid: string; readonly x: string; readonly d: string } {
  const { x = '', d = '' } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  return { kid: kidOf(x), x, d };
}

/** The key id: the first 16 characters of base64url(SHA-256(public key)). */
export function kidOf(x: string): string {
  return createHash('sha256').update(Buffer.from(x, 'base64url')).digest('base64url').slice(0, 16);
}

/** The public key as it stands in `jwks`. */
export function jwkOf(kid: string, x: string): Readonly<Record<string, string>> {
  return { kty: 'OKP', crv: 'Ed25519', x, kid, alg: 'EdDSA', use: 'sig' };
}

/** A `va-user` token: the site says who is talking. `now` in epoch seconds. Synchronous, as a request of the site is. */
export function mintUserToken(input: {
  readonly d: string;
  readonly kid: string;
  readonly site: string;
  readonly user: string;
  readonly sid: string;
  readonly epoch: number;
  readonly now: number;
  readonly jti: string;
  readonly lifetime?: number;
}): string {
  const { d, kid, site, user, sid, epoch, now, jti, lifetime = USER_LIFETIME_S } = input;
  const claims = {
    iss: site,
    aud: AUDIENCE,
    typ: 'va-user',
    sub: user,
    sid,
    epoch,
    scope: SCOPE,
    iat: now,
    exp: now + lifetime,
    jti,
  };
  return signToken(claims, d, kid);
}

/** A compact JWT signed with the seed `d`. */
export function signToken(claims: Claims, d: string, kid: string): string {
  const head = encode({ alg: 'EdDSA', typ: 'JWT', kid });
  const body = encode(claims);
  const key = createPrivateKey({
    key: Buffer.concat([ED25519_PKCS8_HEAD, Buffer.from(d, 'base64url')]),
    format: 'der',
    type: 'pkcs8',
  });
  return `${head}.${body}.${sign(null, Buffer.from(`${head}.${body}`), key).toString('base64url')}`;
}

/** The claims of a valid `va-user` token of this site; `now` in epoch seconds. Throws TokenError. */
export function verifyUserToken(
  token: unknown,
  expected: { readonly keys: Keys; readonly site: string; readonly now: number },
): Claims {
  const claims = verified(token, expected.keys);
  checkCommon(claims, {
    typ: 'va-user',
    iss: expected.site,
    aud: AUDIENCE,
    lifetime: USER_LIFETIME_S,
    now: expected.now,
  });
  checkText(claims, 'sid', 140);
  if (!Number.isInteger(claims['epoch']) || Number(claims['epoch']) < 0) throw new TokenError('epoch');
  checkText(claims, 'scope', 200);
  return claims;
}

/** The claims of a valid `va-read` delegation for this site; `keys` are the sidecar's. Throws TokenError. */
export function verifyReadToken(
  token: unknown,
  expected: { readonly keys: Keys; readonly site: string; readonly now: number },
): Claims {
  const claims = verified(token, expected.keys);
  checkCommon(claims, {
    typ: 'va-read',
    iss: AUDIENCE,
    aud: expected.site,
    lifetime: READ_LIFETIME_S,
    now: expected.now,
  });
  checkTexts(claims['dts'], 'dts', MAX_DTS, 140);
  if ('mts' in claims) checkTexts(claims['mts'], 'mts', MAX_MTS, 200);
  checkText(claims, 'turn', 140);
  return claims;
}

function checkTexts(value: unknown, key: string, most: number, longest: number): void {
  const isList = Array.isArray(value) && value.length <= most;
  if (!isList || !value.every((item) => typeof item === 'string' && item.length > 0 && item.length <= longest)) {
    throw new TokenError(key);
  }
}

function verified(token: unknown, keys: Keys): Claims {
  if (typeof token !== 'string' || token.length > MAX_TOKEN_CHARS) throw new TokenError('malformed');
  const parts = token.split('.');
  const [head = '', body = '', signature = ''] = parts;
  if (parts.length !== 3) throw new TokenError('malformed');
  const header = decode(head);
  // The algorithm is ours, never the token's choice.
  if (header['alg'] !== 'EdDSA') throw new TokenError('alg');
  if (header['typ'] !== 'JWT' || 'crit' in header) throw new TokenError('header');
  const kid = header['kid'];
  const x = typeof kid === 'string' && Object.hasOwn(keys, kid) ? keys[kid] : undefined;
  if (x === undefined) throw new TokenError('kid');
  if (!signatureFits(`${head}.${body}`, signature, x)) throw new TokenError('signature');
  return decode(body);
}

function signatureFits(signed: string, signature: string, x: string): boolean {
  const bytes = Buffer.from(signature, 'base64url');
  // Node reads padding and stray characters as well; they are no part of a token.
  if (!/^[A-Za-z0-9_-]*$/.test(signature)) throw new TokenError('malformed');
  let key: ReturnType<typeof createPublicKey>;
  try {
    key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  } catch {
    throw new TokenError('malformed');
  }
  return verify(null, Buffer.from(signed), key, bytes);
}

function checkCommon(
  claims: Claims,
  expected: { typ: string; iss: string; aud: string; lifetime: number; now: number },
): void {
  for (const key of ['typ', 'iss', 'aud'] as const) {
    if (claims[key] !== expected[key]) throw new TokenError(key);
  }
  checkText(claims, 'sub', 140);
  checkText(claims, 'jti', 140);
  const iat = integerOf(claims, 'iat');
  const exp = integerOf(claims, 'exp');
  if (exp <= iat || exp - iat > expected.lifetime) throw new TokenError('lifetime');
  if (iat > expected.now + LEEWAY_S) throw new TokenError('iat');
  if (exp <= expected.now - LEEWAY_S) throw new TokenError('expired');
}

function integerOf(claims: Claims, key: string): number {
  const value = claims[key];
  if (typeof value !== 'number' || !Number.isInteger(value)) throw new TokenError(key);
  return value;
}

function checkText(claims: Claims, key: string, most: number): void {
  const value = claims[key];
  if (typeof value !== 'string' || value === '' || value.length > most) throw new TokenError(key);
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function decode(part: string): Record<string, unknown> {
  if (!/^[A-Za-z0-9_-]+$/.test(part)) throw new TokenError('malformed');
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch {
    throw new TokenError('malformed');
  }
  throw new TokenError('malformed');
}

import { createHash, randomBytes } from 'node:crypto';
import { link, mkdir, readFile, stat, unlink, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { exportJWK, generateKeyPair, importJWK, SignJWT } from 'jose';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { Clock } from '../lib/clock.ts';

/** The public half, as the site's `pair_key` takes it. */
export interface PublicKey {
  readonly kid: string;
  /** base64url of the 32 bytes of the Ed25519 public key. */
  readonly x: string;
}

/** Signs `va-read` tokens (docs/site-api.md, Tokens): the bearer may read the named DocTypes as this user, for one turn. */
export interface Delegations {
  readonly publicKey: PublicKey;
  /** `methods`: beside the read methods that every delegation reaches. */
  token(user: string, doctypes: readonly string[], turnId: string, methods?: readonly string[]): Promise<string>;
}

const LIFETIME_MS = 120_000;
/** A token is used again while it is good for at least this long: longer than any request may take. */
const FRESH_MS = 45_000;

const keyFile = z.object({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string().min(43).max(43),
  d: z.string().min(43).max(43),
});
type KeyFile = z.infer<typeof keyFile>;

/** A key file that cannot be used; the message says what to do. */
export class DelegationKeyError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'DelegationKeyError';
  }
}

/**
 * Loads the key pair of `path`, making it at the first start (mode 0600). Two processes that start together agree on one.
 * @throws DelegationKeyError when the file is not a key or others on this machine may read it.
 */
export async function openDelegations(options: {
  readonly path: string;
  readonly siteName: string;
  readonly clock: Clock;
}): Promise<Delegations> {
  const jwk = (await readKey(options.path)) ?? (await makeKey(options.path));
  const key = await importJWK(jwk, 'EdDSA');
  // The same rule as hooks/core/tokens.py, so that both sides name a key alike.
  const kid = createHash('sha256').update(Buffer.from(jwk.x, 'base64url')).digest('base64url').slice(0, 16);
  const signed = new LRUCache<string, { readonly token: Promise<string>; readonly expiresAt: number }>({ max: 5000 });

  function sign(
    user: string,
    doctypes: readonly string[],
    turnId: string,
    methods: readonly string[],
    issuedAt: number,
  ): Promise<string> {
    return new SignJWT({
      iss: 'dartwing-va',
      aud: options.siteName,
      typ: 'va-read',
      sub: user,
      dts: doctypes,
      ...(methods.length === 0 ? {} : { mts: methods }),
      turn: turnId,
      iat: issuedAt,
      exp: issuedAt + LIFETIME_MS / 1000,
      jti: randomBytes(16).toString('base64url'),
    })
      .setProtectedHeader({ alg: 'EdDSA', typ: 'JWT', kid })
      .sign(key);
  }

  return {
    publicKey: { kid, x: jwk.x },
    token(user, doctypes, turnId, methods = []) {
      const sorted = [...new Set(doctypes)].sort();
      const named = [...new Set(methods)].sort();
      const cacheKey = JSON.stringify([user, turnId, sorted, named]);
      const now = options.clock.now();
      const present = signed.get(cacheKey);
      if (present && present.expiresAt - now >= FRESH_MS) return present.token;
      const issuedAt = Math.floor(now / 1000);
      const token = sign(user, sorted, turnId, named, issuedAt);
      signed.set(cacheKey, { token, expiresAt: issuedAt * 1000 + LIFETIME_MS });
      return token;
    },
  };
}

async function readKey(path: string): Promise<KeyFile | null> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && Reflect.get(error, 'code') === 'ENOENT') return null;
    throw error;
  }
  // Kubernetes mounts secrets readable by the group of the pod; readable by all is never right.
  if (((await stat(path)).mode & 0o007) !== 0) {
    throw new DelegationKeyError(`Others on this machine may read ${path}. Run: chmod 600 ${path}`);
  }
  const parsed = keyFile.safeParse(jsonOrNull(text));
  if (!parsed.success) {
    throw new DelegationKeyError(
      `${path} does not hold a delegation key. Restore it from a backup, or move it away, start again and pair the new key with the site.`,
    );
  }
  return parsed.data;
}

async function makeKey(path: string): Promise<KeyFile> {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const jwk = keyFile.parse(await exportJWK(privateKey));
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  await writeFile(draft, `${JSON.stringify(jwk)}\n`, { mode: 0o600, flag: 'wx' });
  try {
    // Unlike a rename this fails when another process was first.
    await link(draft, path);
    return jwk;
  } catch (error) {
    if (error instanceof Error && Reflect.get(error, 'code') === 'EEXIST') {
      const theirs = await readKey(path);
      if (theirs) return theirs;
    }
    throw error;
  } finally {
    await unlink(draft);
  }
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

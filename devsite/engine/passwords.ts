import { createCipheriv, createDecipheriv, randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';
import type { Engine, EngineCtx } from './internal.ts';
import type { Meta } from './meta.ts';
import type { Row } from './types.ts';

const SCRYPT = { N: 16_384, r: 8, p: 1 } as const;
const KEY_BYTES = 32;

/** `scrypt$<salt>$<hash>`, both base64. */
function hashPassword(password: string): string {
  const salt = randomBytes(16);
  return `scrypt$${salt.toString('base64')}$${scryptSync(password.normalize('NFC'), salt, KEY_BYTES, SCRYPT).toString('base64')}`;
}

/** Constant time in the hash; an unreadable hash never matches. */
export function matchesPassword(password: string, stored: string): boolean {
  const [kind, salt, hash] = stored.split('$');
  if (kind !== 'scrypt' || !salt || !hash) return false;
  const wanted = Buffer.from(hash, 'base64');
  return timingSafeEqual(
    scryptSync(password.normalize('NFC'), Buffer.from(salt, 'base64'), wanted.length, SCRYPT),
    wanted,
  );
}

function encrypt(engine: Engine, text: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', engine.encryptionKey, nonce);
  return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64');
}

function decrypt(engine: Engine, stored: string): string {
  const raw = Buffer.from(stored, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', engine.encryptionKey, raw.subarray(0, 12));
  decipher.setAuthTag(raw.subarray(-16));
  return Buffer.concat([decipher.update(raw.subarray(12, -16)), decipher.final()]).toString('utf8');
}

const UPSERT =
  'INSERT INTO __Auth (doctype, name, fieldname, password, encrypted) VALUES (?, ?, ?, ?, ?) ON CONFLICT (doctype, name, fieldname) DO UPDATE SET password = excluded.password, encrypted = excluded.encrypted';

export function storeHash(engine: Engine, user: string, password: string): void {
  engine.db.run(UPSERT, ['User', user, 'password', hashPassword(password), 0]);
}

export function storedHash(engine: Engine, user: string): string | null {
  const row = engine.db.get(
    "SELECT password FROM __Auth WHERE doctype = 'User' AND name = ? AND fieldname = 'password' AND encrypted = 0",
    [user],
  );
  return row ? String(row['password']) : null;
}

export function storeSecretField(
  engine: Engine,
  doctype: string,
  name: string,
  fieldname: string,
  value: string,
): void {
  engine.db.run(UPSERT, [doctype, name, fieldname, encrypt(engine, value), 1]);
}

export function readSecretField(engine: Engine, doctype: string, name: string, fieldname: string): string | null {
  const row = engine.db.get(
    'SELECT password FROM __Auth WHERE doctype = ? AND name = ? AND fieldname = ? AND encrypted = 1',
    [doctype, name, fieldname],
  );
  return row ? decrypt(engine, String(row['password'])) : null;
}

export function dropSecrets(engine: Engine, doctype: string, name: string): void {
  engine.db.run('DELETE FROM __Auth WHERE doctype = ? AND name = ?', [doctype, name]);
}

/** Moves Password values of a row into __Auth and leaves asterisks; asterisks alone keep what is stored, blank removes it. */
export function keepPasswords(ctx: EngineCtx, meta: Meta, doc: Row): void {
  for (const field of meta.passwords) {
    if (meta.name === 'User' && field.fieldname === 'new_password') continue;
    const value = doc[field.fieldname];
    if (typeof value === 'string' && /^\*+$/.test(value)) continue;
    if (value === null || value === undefined || value === '') {
      ctx.engine.db.run('DELETE FROM __Auth WHERE doctype = ? AND name = ? AND fieldname = ?', [
        meta.name,
        String(doc['name']),
        field.fieldname,
      ]);
      continue;
    }
    storeSecretField(ctx.engine, meta.name, String(doc['name']), field.fieldname, String(value));
    doc[field.fieldname] = '*'.repeat(Math.min(String(value).length, 140));
  }
}

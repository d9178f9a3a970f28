import type { Engine } from './internal.ts';
import { quote, tableName } from './schema.ts';

export interface AllowedValue {
  readonly value: string;
  /** Restricts one DocType only; null = every DocType with such a link. */
  readonly applicableFor: string | null;
  readonly isDefault: boolean;
}

/** What permission checks need to know of one user. */
export interface UserFacts {
  readonly name: string;
  readonly exists: boolean;
  readonly enabled: boolean;
  readonly userType: string;
  readonly fullName: string;
  readonly roles: readonly string[];
  readonly roleSet: ReadonlySet<string>;
  /** User Permissions by the DocType they allow, tree descendants included. */
  readonly allowed: ReadonlyMap<string, readonly AllowedValue[]>;
}

/** DocTypes whose rows decide access: a write to one of them drops what is known of users. */
export const ACCESS_DOCTYPES: ReadonlySet<string> = new Set([
  'User',
  'Has Role',
  'Role',
  'User Permission',
  'Custom DocPerm',
  'System Settings',
]);

export const AUTOMATIC_ROLES: ReadonlySet<string> = new Set(['Guest', 'All', 'Desk User', 'Administrator']);

function readRoles(engine: Engine, user: string, userType: string): string[] {
  if (user === 'Guest') return ['Guest'];
  if (user === 'Administrator') {
    const all = engine.db.all(`SELECT name FROM ${tableName('Role')}`).map((row) => String(row['name']));
    return [...new Set([...all, 'Administrator', 'Desk User', 'All', 'Guest'])];
  }
  const given = engine.db
    .all(
      `SELECT h.role FROM ${tableName('Has Role')} h JOIN ${tableName('Role')} r ON r.name = h.role WHERE h.parent = ? AND h.parenttype = 'User' AND r.disabled = 0 ORDER BY h.idx`,
      [user],
    )
    .map((row) => String(row['role']));
  return [...new Set([...given, ...(userType === 'System User' ? ['Desk User'] : []), 'All', 'Guest'])];
}

function descendants(engine: Engine, doctype: string, parentField: string, name: string): string[] {
  const table = tableName(doctype);
  const column = quote(parentField);
  return engine.db
    .all(
      `WITH RECURSIVE below(name) AS (SELECT name FROM ${table} WHERE ${column} = ?1 UNION SELECT t.name FROM ${table} t JOIN below b ON t.${column} = b.name) SELECT name FROM below WHERE name <> ?1`,
      [name],
    )
    .map((row) => String(row['name']));
}

/** Names below `name` in a tree DocType, without itself. */
export function treeDescendants(engine: Engine, doctype: string, name: string): string[] {
  const parentField = engine.metas.get(doctype)?.nsmParentField ?? '';
  return parentField ? descendants(engine, doctype, parentField, name) : [];
}

/** Names above `name`, nearest first. */
export function treeAncestors(engine: Engine, doctype: string, name: string): string[] {
  const parentField = engine.metas.get(doctype)?.nsmParentField ?? '';
  if (!parentField) return [];
  const found: string[] = [];
  let at = name;
  for (;;) {
    const above = engine.db.get(`SELECT ${quote(parentField)} AS above FROM ${tableName(doctype)} WHERE name = ?`, [
      at,
    ])?.['above'];
    if (!above || found.includes(String(above))) return found;
    at = String(above);
    found.push(at);
  }
}

function readAllowed(engine: Engine, user: string): Map<string, AllowedValue[]> {
  const allowed = new Map<string, AllowedValue[]>();
  if (user === 'Administrator' || user === 'Guest') return allowed;
  const rows = engine.db.all(
    `SELECT allow, for_value, applicable_for, is_default, hide_descendants, apply_to_all_doctypes FROM ${tableName('User Permission')} WHERE user = ?`,
    [user],
  );
  for (const row of rows) {
    const doctype = String(row['allow']);
    const value = String(row['for_value']);
    const applicableFor = row['apply_to_all_doctypes']
      ? null
      : row['applicable_for']
        ? String(row['applicable_for'])
        : null;
    const list = allowed.get(doctype) ?? [];
    list.push({ value, applicableFor, isDefault: row['is_default'] === 1 });
    if (!row['hide_descendants']) {
      for (const below of treeDescendants(engine, doctype, value))
        list.push({ value: below, applicableFor, isDefault: false });
    }
    allowed.set(doctype, list);
  }
  return allowed;
}

/** Facts of a user, kept until a write touches access. Matching is case-insensitive as in MariaDB. */
export function userFacts(engine: Engine, user: string): UserFacts {
  const known = engine.users.get(user);
  if (known) return known;
  const row = engine.db.get(`SELECT name, enabled, user_type, full_name FROM ${tableName('User')} WHERE name = ?`, [
    user,
  ]);
  const name = row ? String(row['name']) : user;
  const userType = String(row?.['user_type'] ?? 'Website User');
  const roles = readRoles(engine, name, userType);
  const facts: UserFacts = {
    name,
    exists: row !== undefined,
    enabled: row?.['enabled'] === 1,
    userType,
    fullName: String(row?.['full_name'] ?? name),
    roles,
    roleSet: new Set(roles),
    allowed: readAllowed(engine, name),
  };
  if (engine.users.size > 10_000) engine.users.clear();
  engine.users.set(user, facts);
  return facts;
}

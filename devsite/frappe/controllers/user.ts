import { SiteError } from '../../engine/site-error.ts';
import type { Ctx, Doc, DocEvent, Row, Site } from '../../engine/types.ts';
import { AUTOMATIC_ROLES } from '../../engine/user-facts.ts';

const STANDARD = new Set(['Administrator', 'Guest']);

function validate({ ctx, doc, before }: DocEvent): void {
  doc['full_name'] = [doc['first_name'], doc['last_name']].filter(Boolean).join(' ');
  if (!STANDARD.has(doc.name))
    doc['email'] = String(doc['email'] ?? '')
      .trim()
      .toLowerCase();
  const roles = Array.isArray(doc['roles']) ? (doc['roles'] as Row[]) : [];
  const seen = new Set<string>();
  const kept = roles.filter((row) => {
    const role = String(row['role'] ?? '');
    if (AUTOMATIC_ROLES.has(role) || seen.has(role)) return false;
    seen.add(role);
    return true;
  });
  doc['roles'] = kept;
  // Who has no role for Desk is a Website User, whatever the form says.
  if (!STANDARD.has(doc.name)) {
    const hasDesk = kept.some((row) => ctx.getValue('Role', String(row['role']), 'desk_access') === 1);
    doc['user_type'] = hasDesk ? 'System User' : 'Website User';
  }
  if (before && STANDARD.has(doc.name) && ctx.user !== 'Administrator')
    throw new SiteError('PermissionError', `User ${doc.name} cannot be changed`);
  if (doc.name === 'Administrator' && doc['enabled'] !== 1)
    throw new SiteError('ValidationError', 'User Administrator cannot be disabled');
}

/** `new_password` becomes a hash and leaves the row before it is stored. */
function takePassword({ ctx, doc, flags }: DocEvent): void {
  const password = doc['new_password'];
  doc['new_password'] = null;
  if (typeof password !== 'string' || password === '' || /^\*+$/.test(password)) return;
  (flags as Record<string, unknown>)['newPassword'] = password;
  if (doc.name && ctx.exists('User', doc.name)) {
    ctx.setPassword(doc.name, password);
    if (doc['logout_all_sessions']) ctx.endSessions(doc.name, ctx.sid ?? undefined);
  }
}

/** A user may always read and write the own record: Frappe shares it with him. */
function afterInsert({ ctx, doc, flags }: DocEvent): void {
  const password = flags['newPassword'];
  if (typeof password === 'string') ctx.setPassword(doc.name, password);
  if (STANDARD.has(doc.name)) return;
  ctx.insert(
    {
      doctype: 'DocShare',
      user: doc.name,
      share_doctype: 'User',
      share_name: doc.name,
      read: 1,
      write: 1,
      share: 1,
      notify_by_email: 0,
    },
    { ignorePermissions: true },
  );
}

function onUpdate({ ctx, doc, before }: DocEvent): void {
  if (before && before['enabled'] === 1 && doc['enabled'] !== 1) ctx.endSessions(doc.name);
}

function onTrash({ ctx, doc }: DocEvent): void {
  if (STANDARD.has(doc.name)) throw new SiteError('ValidationError', `User ${doc.name} cannot be deleted`);
  ctx.endSessions(doc.name);
  for (const row of ctx.getAll('DocShare', { filters: { user: doc.name } }))
    ctx.remove('DocShare', String(row['name']), { ignorePermissions: true, force: true });
}

function hasPermission(ctx: Ctx, doc: Doc, _ptype: string, user: string): boolean {
  return !(STANDARD.has(doc.name) && user !== doc.name && !ctx.roles(user).includes('System Manager'));
}

function changed({ ctx, doc }: DocEvent): void {
  ctx.publish('update_user_permissions', null, `user:${String(doc['user'])}`);
}

/** User: own record shared, passwords hashed, standard users kept. User Permission: the open desk is told. */
export function addUserController(site: Site): void {
  site.addController('User', {
    autoname: ({ doc }) =>
      String(doc['email'] ?? '')
        .trim()
        .toLowerCase() || null,
    validate: (event) => {
      validate(event);
      takePassword(event);
    },
    afterInsert,
    onUpdate,
    onTrash,
    hasPermission,
    permissionQuery: (_ctx, user) =>
      user === 'Administrator' ? null : { sql: `"tabUser".name NOT IN ('Administrator', 'Guest')`, params: [] },
  });
  site.addController('User Permission', {
    validate: ({ ctx, doc }) => {
      const twin = ctx.getValue<string>(
        'User Permission',
        {
          user: doc['user'],
          allow: doc['allow'],
          for_value: doc['for_value'],
          applicable_for: doc['applicable_for'] ?? '',
          name: ['!=', doc.name],
        },
        'name',
      );
      if (twin) throw new SiteError('ValidationError', 'User permission already exists');
    },
    onUpdate: changed,
    onTrash: changed,
  });
}

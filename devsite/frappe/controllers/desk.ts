import { SiteError } from '../../engine/site-error.ts';
import type { Ctx, Doc, DocEvent, Site } from '../../engine/types.ts';
import { AUTOMATIC_ROLES } from '../../engine/user-facts.ts';

/** Whether the user holds one of these roles of the DocType's own rows that nobody gets by himself. */
function holdsGivenRole(ctx: Ctx, user: string, roles: readonly string[]): boolean {
  return ctx.roles(user).some((role) => roles.includes(role) && !AUTOMATIC_ROLES.has(role));
}

const text = (value: unknown): string => String(value ?? '');

function readsReference(ctx: Ctx, doctype: unknown, name: unknown, user: string): boolean {
  if (!doctype || !name || !ctx.site.hasDocType(text(doctype)) || !ctx.exists(text(doctype), text(name))) return false;
  return ctx.hasPermission(text(doctype), 'read', text(name), user);
}

/** Open assignments of a document, mirrored in its `_assign`. */
function mirrorAssignments({ ctx, doc }: DocEvent): void {
  const [doctype, name] = [text(doc['reference_type']), text(doc['reference_name'])];
  if (!doctype || !name || !ctx.site.hasDocType(doctype) || !ctx.exists(doctype, name)) return;
  const open = ctx.getAll('ToDo', {
    fields: ['allocated_to'],
    filters: {
      reference_type: doctype,
      reference_name: name,
      status: ['not in', ['Cancelled', 'Closed']],
      allocated_to: ['is', 'set'],
    },
  });
  const users = [...new Set(open.map((row) => text(row['allocated_to'])))].reverse();
  ctx.setValue(doctype, name, { _assign: users.length > 0 ? JSON.stringify(users) : '' });
}

function addToDo(site: Site): void {
  site.addController('ToDo', {
    hasPermission: (ctx, doc, _ptype, user) =>
      holdsGivenRole(ctx, user, ['System Manager']) ||
      text(doc['allocated_to']) === user ||
      text(doc['assigned_by']) === user,
    permissionQuery: (ctx, user) =>
      holdsGivenRole(ctx, user, ['System Manager'])
        ? null
        : { sql: '"tabToDo".allocated_to = ? OR "tabToDo".assigned_by = ?', params: [user, user] },
    onUpdate: mirrorAssignments,
    afterDelete: mirrorAssignments,
  });
}

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

function validateEvent({ doc }: DocEvent): void {
  if (!doc['starts_on']) return;
  if (doc['ends_on'] && text(doc['starts_on']) > text(doc['ends_on']))
    throw new SiteError('ValidationError', 'Event end must be after start');
  if (text(doc['starts_on']) === text(doc['ends_on'])) doc['ends_on'] = null;
  if (
    doc['repeat_on'] === 'Daily' &&
    doc['ends_on'] &&
    text(doc['starts_on']).slice(0, 10) !== text(doc['ends_on']).slice(0, 10)
  )
    throw new SiteError('ValidationError', 'Daily Events should finish on the Same Day.');
  if (!doc['repeat_this_event'] || doc['repeat_on'] !== 'Weekly') return;
  if (!WEEKDAYS.some((day) => doc[day])) {
    const weekday = new Date(`${text(doc['starts_on']).slice(0, 10)}T00:00:00Z`).getUTCDay();
    doc[WEEKDAYS[(weekday + 6) % 7] ?? 'monday'] = 1;
  }
}

function addEvent(site: Site): void {
  const own = (doc: Doc, user: string): boolean =>
    doc['event_type'] === 'Public' || text(doc['owner']) === user || !doc.name;
  site.addController('Event', {
    hasPermission: (_ctx, doc, _ptype, user) => own(doc, user),
    permissionQuery: (_ctx, user) => ({
      sql: `"tabEvent".event_type = 'Public' OR "tabEvent".owner = ?`,
      params: [user],
    }),
    validate: validateEvent,
  });
}

/** Frappe's scheduler tells the user in Desk at the time; the embedded site keeps no scheduler, so here it only is kept. */
function addReminder(site: Site): void {
  site.addController('Reminder', {
    validate: ({ ctx, doc }) => {
      doc['user'] = ctx.user;
      if (text(doc['remind_at']) < ctx.nowText())
        throw new SiteError('ValidationError', 'Reminder cannot be created in past.');
    },
  });
}

function publishDocInfo(key: string, action: 'add' | 'update' | 'delete') {
  return ({ ctx, doc }: DocEvent): void => {
    const [doctype, name] = [text(doc['reference_doctype']), text(doc['reference_name'])];
    if (doctype && name) ctx.publish('docinfo_update', { doc: { ...doc }, key, action }, `doc:${doctype}/${name}`);
  };
}

/** The newest comments of a document stand in its `_comments` too. */
function mirrorComments({ ctx, doc }: DocEvent): void {
  const [doctype, name] = [text(doc['reference_doctype']), text(doc['reference_name'])];
  if (
    doc['comment_type'] !== 'Comment' ||
    !doctype ||
    !name ||
    !ctx.site.hasDocType(doctype) ||
    !ctx.exists(doctype, name)
  )
    return;
  const rows = ctx.getAll('Comment', {
    fields: ['name', 'content', 'comment_email'],
    filters: { reference_doctype: doctype, reference_name: name, comment_type: 'Comment' },
    orderBy: 'creation desc',
    limit: 100,
  });
  const list = rows
    .reverse()
    .map((row) => ({ comment: text(row['content']), by: text(row['comment_email']), name: row['name'] }));
  ctx.setValue(doctype, name, { _comments: JSON.stringify(list) });
}

function addTimeline(site: Site): void {
  site.addController('Comment', {
    beforeInsert: ({ ctx, doc }) => {
      doc['comment_email'] ??= ctx.user;
      doc['comment_by'] ??= ctx.getValue('User', ctx.user, 'full_name') ?? ctx.user;
    },
    afterInsert: (event) => {
      publishDocInfo('comments', 'add')(event);
      mirrorComments(event);
    },
    onTrash: publishDocInfo('comments', 'delete'),
    afterDelete: mirrorComments,
  });
  site.addController('Communication', {
    hasPermission: (ctx, doc, ptype, user) => {
      if (ptype !== 'read' || holdsGivenRole(ctx, user, ['System Manager', 'Super Email User'])) return true;
      return text(doc['owner']) === user || readsReference(ctx, doc['reference_doctype'], doc['reference_name'], user);
    },
    beforeInsert: ({ doc }) => {
      doc['status'] ||= doc['reference_doctype'] ? 'Linked' : 'Open';
    },
    afterInsert: publishDocInfo('communications', 'add'),
  });
  site.addController('Notification Log', {
    hasPermission: (_ctx, doc, _ptype, user) => text(doc['for_user']) === user || user === 'Administrator',
    permissionQuery: (_ctx, user) => ({ sql: '"tabNotification Log".for_user = ?', params: [user] }),
    afterInsert: ({ ctx, doc }) => ctx.publish('notification', null, `user:${text(doc['for_user'])}`),
  });
}

/** Rights and side effects of ToDo, Event, Reminder, Comment, Communication and Notification Log that Frappe has in code. */
export function addDeskControllers(site: Site): void {
  addToDo(site);
  addEvent(site);
  addReminder(site);
  addTimeline(site);
}

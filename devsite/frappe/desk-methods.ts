import { engineCtx } from '../engine/internal.ts';
import { SiteError } from '../engine/site-error.ts';
import type { Ctx, MethodOptions, Row, Site } from '../engine/types.ts';
import { userFacts } from '../engine/user-facts.ts';
import { isOn, parseJson, requiredText } from './arguments.ts';

const ANY: MethodOptions = { verbs: ['GET', 'POST', 'PUT', 'DELETE'] };
const WRITE: MethodOptions = { verbs: ['POST', 'PUT'] };
const GUEST: MethodOptions = { ...ANY, allowGuest: true };

function requireRead(ctx: Ctx, doctype: string, name: string): void {
  if (!ctx.hasPermission(doctype, 'read', name))
    throw new SiteError('PermissionError', `Insufficient Permission for ${doctype}`);
}

/** The releases whose behaviour this site follows, of the apps whose DocTypes are there. */
function appVersions(site: Site): Record<string, Row> {
  const known: [string, string, string, boolean][] = [
    ['frappe', 'Frappe Framework', '15.84.0', true],
    ['erpnext', 'ERPNext', '15.90.0', site.hasDocType('Employee')],
    ['hrms', 'Frappe HR', '15.33.0', site.hasDocType('Leave Application')],
    ['crm', 'Frappe CRM', '1.81.1', site.hasDocType('CRM Deal')],
    ['dartwing_va', 'Dartwing VA', '0.1.0', site.hasDocType('VA Instance')],
  ];
  return Object.fromEntries(
    known
      .filter(([, , , there]) => there)
      .map(([app, title, version]) => [
        app,
        { title, description: `${title} (embedded stand-in)`, branch: 'version-15', version },
      ]),
  );
}

function sessionMethods(site: Site): void {
  site.addMethod('frappe.utils.change_log.get_versions', ANY, (ctx) => appVersions(ctx.site));
  site.addMethod('ping', GUEST, () => 'pong');
  site.addMethod('frappe.ping', GUEST, () => 'pong');
  site.addMethod('frappe.auth.get_logged_user', ANY, (ctx) => ctx.user);
  site.addMethod('frappe.realtime.get_user_info', GUEST, (ctx) => ({
    user: ctx.user,
    user_type: userFacts(engineCtx(ctx).engine, ctx.user).userType,
    installed_apps: Object.keys(appVersions(ctx.site)),
  }));
  site.addMethod('frappe.realtime.can_subscribe_doctype', GUEST, (ctx, args) => {
    if (!ctx.hasPermission(requiredText(args, 'doctype', 'can_subscribe_doctype'), 'read'))
      throw new SiteError('PermissionError', 'Not permitted');
    return true;
  });
  site.addMethod('frappe.realtime.can_subscribe_doc', GUEST, (ctx, args) => {
    requireRead(
      ctx,
      requiredText(args, 'doctype', 'can_subscribe_doc'),
      requiredText(args, 'docname', 'can_subscribe_doc'),
    );
    return true;
  });
  site.addMethod('frappe.realtime.has_permission', GUEST, (ctx, args) => {
    const doctype = requiredText(args, 'doctype', 'has_permission');
    const allowed = args['name']
      ? ctx.hasPermission(doctype, 'read', String(args['name']))
      : ctx.hasPermission(doctype, 'read');
    if (!allowed) throw new SiteError('PermissionError', 'Not permitted');
    return true;
  });
  site.addMethod('frappe.core.doctype.user.user.generate_keys', { verbs: ['POST'] }, (ctx, args) => {
    if (!ctx.roles().includes('System Manager')) throw new SiteError('PermissionError', 'Not permitted');
    return ctx.generateKeys(requiredText(args, 'user', 'generate_keys'));
  });
  site.addMethod('frappe.core.doctype.user.user.get_roles', ANY, (ctx, args) => {
    const user = String(args['uid'] ?? ctx.user);
    if (user !== ctx.user && !ctx.roles().includes('System Manager'))
      throw new SiteError('PermissionError', 'Not permitted');
    return ctx.roles(user);
  });
}

function addComment(ctx: Ctx, args: Row): Row {
  const [doctype, name] = [
    requiredText(args, 'reference_doctype', 'add_comment'),
    requiredText(args, 'reference_name', 'add_comment'),
  ];
  requireRead(ctx, doctype, name);
  return ctx.insert(
    {
      doctype: 'Comment',
      comment_type: 'Comment',
      reference_doctype: doctype,
      reference_name: name,
      content: requiredText(args, 'content', 'add_comment'),
      comment_email: ctx.user,
      comment_by: ctx.getValue('User', ctx.user, 'full_name') ?? ctx.user,
    },
    { ignorePermissions: true },
  );
}

function openAssignments(ctx: Ctx, doctype: string, name: string): Row[] {
  return ctx.getAll('ToDo', {
    fields: ['allocated_to as owner', 'name'],
    filters: {
      reference_type: doctype,
      reference_name: name,
      status: ['not in', ['Cancelled', 'Closed']],
      allocated_to: ['is', 'set'],
    },
  });
}

function assign(ctx: Ctx, args: Row): Row[] {
  const [doctype, name] = [requiredText(args, 'doctype', 'add'), requiredText(args, 'name', 'add')];
  if (typeof args['assign_to'] !== 'string')
    throw new SiteError('TypeError', 'the JSON object must be str, bytes or bytearray, not list', { silent: true });
  const users = parseJson(args['assign_to']) as unknown[];
  requireRead(ctx, doctype, name);
  for (const entry of users) {
    const user = String(entry);
    if (openAssignments(ctx, doctype, name).some((row) => row['owner'] === user)) continue;
    ctx.insert(
      {
        doctype: 'ToDo',
        allocated_to: user,
        reference_type: doctype,
        reference_name: name,
        description: args['description'] || `Assignment for ${doctype} ${name}`,
        priority: args['priority'] || 'Medium',
        status: 'Open',
        date: args['date'] || ctx.today(),
        assigned_by: ctx.user,
      },
      { ignorePermissions: true },
    );
    if (!ctx.hasPermission(doctype, 'read', name, user)) share(ctx, { doctype, name, user, read: 1 });
    if (user !== ctx.user) {
      ctx.insert(
        {
          doctype: 'Notification Log',
          subject: `${ctx.user} assigned a task ${doctype} ${name} to you`,
          for_user: user,
          from_user: ctx.user,
          type: 'Assignment',
          document_type: doctype,
          document_name: name,
        },
        { ignorePermissions: true },
      );
    }
  }
  return openAssignments(ctx, doctype, name);
}

function share(ctx: Ctx, values: Row): Row {
  const key = {
    share_doctype: values['doctype'],
    share_name: values['name'],
    ...(values['everyone'] ? { everyone: 1 } : { user: values['user'] }),
  };
  const rights = {
    read: 1,
    write: isOn(values['write']) ? 1 : 0,
    share: isOn(values['share']) ? 1 : 0,
    submit: isOn(values['submit']) ? 1 : 0,
  };
  const known = ctx.getValue<string>('DocShare', key, 'name');
  if (known) return ctx.save({ ...ctx.getDoc('DocShare', known), ...rights }, { ignorePermissions: true });
  return ctx.insert({ doctype: 'DocShare', ...key, ...rights }, { ignorePermissions: true });
}

function closeAssignment(ctx: Ctx, args: Row, status: 'Closed' | 'Cancelled'): Row[] {
  const [doctype, name, user] = [
    requiredText(args, 'doctype', 'remove'),
    requiredText(args, 'name', 'remove'),
    requiredText(args, 'assign_to', 'remove'),
  ];
  requireRead(ctx, doctype, name);
  if (status === 'Closed' && user !== ctx.user)
    throw new SiteError('PermissionError', 'Only the assignee can complete this to-do.');
  for (const row of openAssignments(ctx, doctype, name)) {
    if (row['owner'] === user)
      ctx.save({ ...ctx.getDoc('ToDo', String(row['name'])), status }, { ignorePermissions: true });
  }
  return openAssignments(ctx, doctype, name);
}

function notificationMethods(site: Site): void {
  const base = 'frappe.desk.doctype.notification_log.notification_log';
  site.addMethod(`${base}.get_notification_logs`, ANY, (ctx, args) => ({
    notification_logs: ctx.getList('Notification Log', {
      fields: ['*'],
      limit: Number(args['limit'] ?? 20),
      orderBy: 'creation desc',
    }),
  }));
  site.addMethod(`${base}.mark_as_read`, WRITE, (ctx, args) => {
    const name = requiredText(args, 'docname', 'mark_as_read');
    if (ctx.getValue('Notification Log', name, 'for_user') === ctx.user)
      ctx.setValue('Notification Log', name, { read: 1 });
  });
  site.addMethod(`${base}.mark_all_as_read`, WRITE, (ctx) => {
    for (const row of ctx.getAll('Notification Log', { filters: { for_user: ctx.user, read: 0 } }))
      ctx.setValue('Notification Log', String(row['name']), { read: 1 });
  });
}

/** Session probes, comments, assignments, shares and notifications. */
export function addDeskMethods(site: Site): void {
  sessionMethods(site);
  site.addMethod('frappe.desk.form.utils.add_comment', WRITE, addComment);
  site.addMethod('frappe.desk.form.assign_to.add', WRITE, assign);
  site.addMethod('frappe.desk.form.assign_to.remove', WRITE, (ctx, args) => closeAssignment(ctx, args, 'Cancelled'));
  site.addMethod('frappe.desk.form.assign_to.close', WRITE, (ctx, args) => closeAssignment(ctx, args, 'Closed'));
  site.addMethod('frappe.share.add', WRITE, (ctx, args) => {
    const [doctype, name] = [requiredText(args, 'doctype', 'add'), requiredText(args, 'name', 'add')];
    if (!ctx.hasPermission(doctype, 'share', name))
      throw new SiteError('PermissionError', `No permission to share ${doctype} ${name}`);
    return share(ctx, args);
  });
  notificationMethods(site);
}

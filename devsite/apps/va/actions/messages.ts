import type { Ctx, Doc, Row } from '../../../engine/types.ts';
import { checked, text, textOrNull } from '../../values.ts';
import { vaError } from '../errors.ts';
import { employeeOf } from '../identity.ts';
import { approverOfDocument } from './documents.ts';

/**
 * What an action writes to people, as the employee: remarks, notifications in Desk, e-mails. None can be taken back.
 * `doc` is what the message is about, which the employee may read, or null. Answers the document that says what was done.
 */
export function sendMessage(ctx: Ctx, method: string, doc: Doc | null, args: Row): Doc {
  if (method === 'notify_colleague') return notifyColleague(ctx, doc, args);
  if (method === 'send_email') return sendEmail(ctx, doc, args);
  // The other two are about a document, as their shape says.
  if (doc === null) throw vaError('VALIDATION_ERROR', { reason: 'no document' });
  if (method === 'ask_approver') return askApprover(ctx, doc, args);
  comment(ctx, doc, text(args['message']));
  return doc;
}

/** The account that mail of this sender goes out by, as Frappe chooses it; null when the site sends no mail. */
export function outgoingAccount(ctx: Ctx, sender: string): string | null {
  const find = (filters: Row): string | null =>
    textOrNull(ctx.getAll('Email Account', { fields: ['name'], filters, limit: 1 })[0]?.['name']);
  return find({ enable_outgoing: 1, email_id: sender }) ?? find({ enable_outgoing: 1, default_outgoing: 1 });
}

/** Tells the one who decides on a document what the employee asks: a Comment on it and a Notification Log. */
function askApprover(ctx: Ctx, doc: Doc, args: Row): Doc {
  const recipient = text(args['to_user']);
  // Nobody is written to because an operation names him: only who decides on this document.
  if (recipient !== approverOfDocument(ctx, doc)) throw vaError('FORBIDDEN', { reason: 'recipient' });
  const message = text(args['message']);
  comment(ctx, doc, message);
  const subject = `${escaped(authorOf(ctx))} asks you about ${doc.doctype} ${escaped(text(doc.name))}`;
  notify(ctx, recipient, subject, escaped(message), doc);
  return doc;
}

/** As Desk does it: whoever may read a document may remark on it, in his own name. */
function comment(ctx: Ctx, doc: Doc, message: string): void {
  const about = { reference_doctype: doc.doctype, reference_name: doc.name, content: escaped(message) };
  const by = { comment_email: ctx.user, comment_by: authorOf(ctx) };
  ctx.insert({ doctype: 'Comment', comment_type: 'Comment', ...about, ...by }, { ignorePermissions: true });
}

function notifyColleague(ctx: Ctx, doc: Doc | null, args: Row): Doc {
  const recipient = text(args['to_user']);
  const me = employeeOf(ctx, ctx.user);
  const colleague = employeeOf(ctx, recipient);
  // Somebody else's company, nobody at all, who has left, and oneself: all are no colleague to write to.
  const isColleague =
    me !== null &&
    colleague !== null &&
    colleague.name !== me.name &&
    colleague['company'] === me['company'] &&
    colleague['status'] === 'Active' &&
    checked(ctx.getValue('User', recipient, 'enabled'));
  if (!isColleague) throw vaError('FORBIDDEN', {}, 'There is no such colleague in your company.');
  const message = asHtml(text(args['message']));
  return notify(ctx, recipient, `${escaped(authorOf(ctx))} writes: ${message}`, message, doc);
}

function notify(ctx: Ctx, user: string, subject: string, message: string, doc: Doc | null): Doc {
  const about = doc === null ? {} : { document_type: doc.doctype, document_name: text(doc.name) };
  return ctx.insert(
    {
      doctype: 'Notification Log',
      subject,
      email_content: message,
      for_user: user,
      from_user: ctx.user,
      type: 'Alert',
      ...about,
    },
    // Nobody has a create right on notifications; Frappe's own code makes them this way.
    { ignorePermissions: true },
  );
}

/** A Communication and a row of the queue. Nothing leaves: the embedded site has nobody who empties its queue. */
function sendEmail(ctx: Ctx, doc: Doc | null, args: Row): Doc {
  const about = doc === null ? {} : { reference_doctype: doc.doctype, reference_name: text(doc.name) };
  // Who may mail about a document is a right of its own.
  if (doc !== null && !ctx.hasPermission(doc.doctype, 'email', doc)) {
    throw vaError('FORBIDDEN', {}, `You may not send mail about ${doc.doctype} ${text(doc.name)}.`);
  }
  const address = text(ctx.getValue('User', ctx.user, 'email')) || ctx.user;
  const account = outgoingAccount(ctx, address);
  if (account === null) {
    throw vaError('UNPROCESSABLE_ENTITY', {}, 'This site sends no e-mail: no outgoing account is set up.');
  }
  const recipients = Array.isArray(args['recipients']) ? args['recipients'].map(text) : [];
  const subject = text(args['subject']);
  const content = `<p>${asHtml(text(args['message']))}</p>`;
  const communication = ctx.insert(
    {
      doctype: 'Communication',
      communication_type: 'Communication',
      communication_medium: 'Email',
      sent_or_received: 'Sent',
      subject,
      content,
      sender: address,
      sender_full_name: authorOf(ctx),
      recipients: recipients.join(', '),
      user: ctx.user,
      communication_date: ctx.nowText(),
      ...about,
    },
    // As Frappe's own composer does it: the right is the one on the document it is about, checked above.
    { ignorePermissions: true },
  );
  const head = [`From: ${authorOf(ctx)} <${address}>`, `To: ${recipients.join(', ')}`, `Subject: ${subject}`];
  ctx.insert(
    {
      doctype: 'Email Queue',
      sender: address,
      recipients: recipients.map((recipient) => ({ recipient, status: 'Not Sent' })),
      message: `${[...head, 'Content-Type: text/html; charset="utf-8"'].join('\n')}\n\n${content}\n`,
      status: 'Not Sent',
      communication: communication.name,
      email_account: account,
      ...about,
    },
    { ignorePermissions: true },
  );
  return communication;
}

function authorOf(ctx: Ctx): string {
  return text(ctx.getValue('User', ctx.user, 'full_name')) || ctx.user;
}

function asHtml(plain: string): string {
  return escaped(plain.trim()).replaceAll('\r\n', '\n').replaceAll('\n', '<br>');
}

function escaped(plain: string): string {
  return plain
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

import { DateTime } from 'luxon';
import { reversibility } from '../../../core/inverse.ts';
import { doctypeOf, isReference, shapeFault } from '../../../core/operations.ts';
import type { Ctx, Doc, Row } from '../../../engine/types.ts';
import { checked, isObject, parsed, text, textOrNull } from '../../values.ts';
import { fieldOf, titleFieldOf } from '../labels.ts';
import { documentsView } from './execute.ts';
import { operationsOf, type StoredAction } from './stored.ts';

const MAX_TEXT = 500;
const VERBS: Readonly<Record<string, string>> = {
  insert: 'New',
  update: 'Change',
  submit: 'Submit',
  cancel: 'Cancel',
  delete: 'Delete',
  method: 'Ask about',
  comment: 'Comment on',
};
/** Methods that write to somebody: the title says to whom. */
const MESSAGES: Readonly<Record<string, string>> = { notify_colleague: 'Message to', send_email: 'E-mail to' };

/** A stored action as its person sees it, in the shape of ActionCard (contract/turn-events.ts): lines from the stored operations, `from` with the value of now. */
export function cardOf(ctx: Ctx, action: StoredAction): Row {
  const { doc } = action;
  const isSound = shapeFault(action.operations) === null;
  const operations = isSound ? operationsOf(action) : [];
  const status = doc['status'] === 'pending' && ctx.now() >= action.expiresAt ? 'expired' : text(doc['status']);
  const warnings = parsed(doc['warnings']);
  const can = isSound ? reversibility(operations) : { reversible: false, note: '' };
  const reversalOf = textOrNull(doc['reversal_of']);
  const parameters = parsed(doc['parameters']);
  return {
    action_id: action.name,
    conversation_id: text(doc['conversation']),
    turn_id: textOrNull(doc['turn_id']),
    type: action.tool,
    status,
    title: isSound ? titleOf(ctx, operations) : text(doc['title']),
    lines: ctx.as(action.user, (person) => operations.flatMap((operation) => linesOf(person, operation, status))),
    warnings: Array.isArray(warnings) ? warnings.map(String) : [],
    created_at: DateTime.fromSQL(text(doc['timestamp']), { zone: ctx.site.timeZone }).toUTC().toISO(),
    expires_at: new Date(action.expiresAt).toISOString(),
    digest: action.digest,
    parameters: isObject(parameters) ? parameters : {},
    reversible: can.reversible && ['pending', 'completed'].includes(status) && reversalOf === null,
    reversible_note: can.note,
    ...given('result', textOrNull(doc['result']) === null ? null : documentsView(doc['result'])),
    ...given('error', textOrNull(doc['error_message'])),
    ...given('reversal_of', reversalOf),
    ...given('replaced_by', textOrNull(doc['replaced_by'])),
  };
}

function given(key: string, value: unknown): Row {
  return value === null ? {} : { [key]: value };
}

function titleOf(ctx: Ctx, operations: readonly Row[]): string {
  const [first = {}] = operations;
  const op = text(first['op']);
  const method = text(first['method']);
  const args = isObject(first['args']) ? first['args'] : {};
  const name = text(op === 'method' ? args['name'] : first['name']);
  const verb = op === 'workflow' ? `${text(first['action'])}:` : (VERBS[method === 'comment' ? method : op] ?? op);
  const title =
    method in MESSAGES
      ? `${MESSAGES[method]} ${recipientsOf(ctx, args)}`
      : [verb, doctypeOf(first), name].filter((part) => part !== '').join(' ');
  return operations.length === 1 ? title : `${title} and ${operations.length - 1} more`;
}

function recipientsOf(ctx: Ctx, args: Row): string {
  if (Array.isArray(args['recipients'])) return args['recipients'].map(text).join(', ');
  const recipient = text(args['to_user']);
  return text(ctx.getValue('User', recipient, 'full_name')) || recipient;
}

function messageLines(ctx: Ctx, operation: Row): Row[] {
  const args = isObject(operation['args']) ? operation['args'] : {};
  const method = text(operation['method']);
  if (method === 'comment') return [{ label: 'Comment', to: text(args['message']) }];
  const isAbout = method in MESSAGES && args['doctype'] !== undefined;
  return [
    { label: 'To', to: recipientsOf(ctx, args) },
    ...(args['subject'] === undefined ? [] : [{ label: 'Subject', to: text(args['subject']) }]),
    { label: 'Message', to: text(args['message']) },
    ...(isAbout ? [{ label: 'About', to: `${text(args['doctype'])} ${text(args['name'])}` }] : []),
  ];
}

function linesOf(ctx: Ctx, operation: Row, status: string): Row[] {
  if (operation['op'] === 'method') return messageLines(ctx, operation);
  const doctype = text(operation['doctype']);
  const values = isObject(operation['values']) ? operation['values'] : {};
  const fresh =
    status === 'pending' && operation['op'] === 'update' ? freshDocument(ctx, doctype, text(operation['name'])) : null;
  const from = isObject(operation['from']) ? operation['from'] : {};
  return Object.entries(values).map(([field, to]) => {
    const line = { label: fieldOf(doctype, field).label, to: shown(ctx, doctype, field, to) };
    if (operation['op'] !== 'update') return line;
    return { ...line, from: shown(ctx, doctype, field, fresh === null ? from[field] : fresh[field]) };
  });
}

/** The document as it is now, if the employee may still read it; a card shows no more than he may see. */
function freshDocument(ctx: Ctx, doctype: string, name: string): Doc | null {
  if (!ctx.site.hasDocType(doctype) || !ctx.exists(doctype, name)) return null;
  const doc = ctx.getDoc(doctype, name);
  return ctx.hasPermission(doctype, 'read', doc) ? ctx.readable(doc) : null;
}

function shown(ctx: Ctx, doctype: string, field: string, value: unknown): string {
  const { fieldtype, options } = fieldOf(doctype, field);
  if (isReference(value)) return 'The new document';
  if (value === null || value === undefined || value === '') return '';
  if (Array.isArray(value))
    return value
      .map((row) => shownRow(ctx, options, row))
      .join('; ')
      .slice(0, MAX_TEXT);
  if (fieldtype === 'Check') return checked(value) ? 'Yes' : 'No';
  if (fieldtype === 'Link') return named(ctx, options, text(value)).slice(0, MAX_TEXT);
  return text(value).slice(0, MAX_TEXT);
}

/** A link by its title and its name, where the employee may read what it points to; else by its name alone. */
function named(ctx: Ctx, doctype: string, name: string): string {
  const field = titleFieldOf(doctype);
  const linked = field === '' ? null : freshDocument(ctx, doctype, name);
  const title = text(linked?.[field]);
  return title !== '' && title !== name ? `${title} (${name})` : name;
}

function shownRow(ctx: Ctx, doctype: string, row: unknown): string {
  if (!isObject(row)) return text(row);
  return Object.entries(row)
    .map(([field, value]) => shown(ctx, doctype, field, value))
    .filter((cell) => cell !== '')
    .join(', ');
}

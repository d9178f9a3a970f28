import type { Ctx, Doc, Row } from '../../../engine/types.ts';
import { checked, isObject, parsed, rowsOf, text, textOrNull } from '../../values.ts';
import { documentsView } from './execute.ts';

const MAX_TEXT = 500;
// What follows from the employee or says nothing to a person.
const HIDDEN = new Set(['employee', 'company', 'naming_series', 'follow_via_email']);

/** A stored action as a page shows it: lines from the stored operations, `from` with the value of now. */
export function cardOf(ctx: Ctx, doc: Doc, user: string): Row {
  const operations = rowsOf(parsed(doc['operations']));
  const warnings = parsed(doc['warnings']);
  return {
    action: doc.name,
    status: doc['status'],
    tool: doc['action_type'],
    title: text(doc['title']),
    lines: operations.flatMap((operation) => linesOf(ctx, operation, user)),
    warnings: Array.isArray(warnings) ? warnings.map(String) : [],
    expires_at: textOrNull(doc['expires_at']),
    digest: text(doc['digest']),
    reversible: checked(doc['reversible']),
    result: textOrNull(doc['result']) === null ? null : documentsView(doc['result']),
    error: textOrNull(doc['error_message']),
  };
}

function linesOf(ctx: Ctx, operation: Row, user: string): Row[] {
  const values = isObject(operation['values']) ? operation['values'] : {};
  switch (operation['op']) {
    case 'insert':
      return fieldLines(values).map(([label, to]) => ({ label, to }));
    case 'update':
      return Object.entries(values).map(([field, to]) => ({
        label: labelOf(field),
        from: shown(current(ctx, operation, field, user)),
        to: shown(to),
      }));
    case 'method': {
      const args = isObject(operation['args']) ? operation['args'] : {};
      return [
        { label: 'To', to: shown(args['to_user']) },
        { label: 'Message', to: shown(args['message']) },
      ];
    }
    default:
      return [
        {
          label: labelOf(text(operation['action'] ?? operation['op'])),
          to: `${text(operation['doctype'])} ${text(operation['name'])}`,
        },
      ];
  }
}

function fieldLines(values: Row): [string, string][] {
  return Object.entries(values)
    .filter(([field, value]) => !HIDDEN.has(field) && shown(value) !== '')
    .map(([field, value]) => [labelOf(field), shown(value)]);
}

// As the person sees it now, not as it was when the card was made; what he may not read stays blank.
function current(ctx: Ctx, operation: Row, field: string, user: string): unknown {
  const doctype = text(operation['doctype']);
  const name = text(operation['name']);
  if (!ctx.site.hasDocType(doctype) || !ctx.exists(doctype, name)) return '';
  return ctx.as(user, (person) => {
    const doc = person.getDoc(doctype, name);
    return person.hasPermission(doctype, 'read', doc) ? person.readable(doc)[field] : '';
  });
}

function labelOf(field: string): string {
  const words = field.replace(/_/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function shown(value: unknown): string {
  if (Array.isArray(value))
    return value
      .filter(isObject)
      .map((row) =>
        fieldLines(row)
          .map(([, to]) => to)
          .join(', '),
      )
      .join('; ')
      .slice(0, MAX_TEXT);
  return text(value).slice(0, MAX_TEXT);
}

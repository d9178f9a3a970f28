import { MAX_BYTES, MAX_OPERATIONS, operationFault } from '../../core/batch-table.ts';
import { SiteError } from '../../engine/site-error.ts';
import type { Ctx, Row, Site } from '../../engine/types.ts';
import { isObject, parsed, text } from '../values.ts';
import type { AuditTrail } from './audit-log.ts';
import { vaError } from './errors.ts';
import { requireService } from './identity.ts';

type Result =
  | { readonly ok: true; readonly name: string; readonly repeated?: true }
  | { readonly ok: false; readonly error: Row };

const ENGINE = { ignorePermissions: true, flags: { vaEngine: true, vaBatch: true } } as const;
const AUDIT = 'VA Audit Log';

/** `batch`: the sidecar's own records, many at once; `fields` = the field names of each VA DocType that are no tables. */
export function addBatchMethod(site: Site, trail: AuditTrail, fields: ReadonlyMap<string, ReadonlySet<string>>): void {
  site.addMethod('dartwing_va.api.batch', { verbs: ['POST'] }, (ctx, args) => {
    requireService(ctx);
    const operations = parsed(args['operations']);
    if (!Array.isArray(operations)) throw vaError('INVALID_FORMAT');
    if (operations.length < 1 || operations.length > MAX_OPERATIONS) throw vaError('OUT_OF_RANGE');
    if (Buffer.byteLength(JSON.stringify(operations)) > MAX_BYTES) throw vaError('PAYLOAD_TOO_LARGE');
    const results: Result[] = Array.from({ length: operations.length });
    // Audit rows come last: they take the head of the chain, which is written after everything else.
    const order = [...operations.keys()].sort(
      (a, b) => Number(isAudit(operations[a])) - Number(isAudit(operations[b])) || a - b,
    );
    for (const position of order) results[position] = run(ctx, operations[position], trail, fields);
    return { results };
  });
}

function isAudit(operation: unknown): boolean {
  return isObject(operation) && operation['doctype'] === AUDIT;
}

function run(
  ctx: Ctx,
  operation: unknown,
  trail: AuditTrail,
  fields: ReadonlyMap<string, ReadonlySet<string>>,
): Result {
  const fault = operationFault(operation);
  if (fault !== null || !isObject(operation)) return refused('PermissionError', fault ?? 'not an object');
  const doctype = text(operation['doctype']);
  const name = text(operation['name']);
  const values = isObject(operation['values']) ? operation['values'] : {};
  try {
    return ctx.savepoint(() => {
      if (operation['op'] === 'update') return update(ctx, operation, doctype, name, storable(doctype, values, fields));
      if (ctx.exists(doctype, name)) return { ok: true, name, repeated: true };
      if (doctype === AUDIT)
        trail.append(ctx, isObject(values['payload']) ? values['payload'] : {}, { name, source: 'sidecar' });
      else ctx.insert({ ...storable(doctype, values, fields), doctype, name }, ENGINE);
      return { ok: true, name };
    });
  } catch (error) {
    // A lost transaction fails the whole batch, to be tried again; anything else is this operation's own result.
    if (error instanceof SiteError && error.excType !== 'QueryDeadlockError')
      return refused(error.excType, error.message);
    if (error instanceof RangeError || (error instanceof Error && error.name === 'CanonicalError'))
      return refused('ValidationError', error.message);
    throw error;
  }
}

function update(ctx: Ctx, operation: Row, doctype: string, name: string, values: Row): Result {
  const doc = ctx.getDoc(doctype, name);
  const fault = operationFault(operation, { status: doc['status'], role: doc['role'], content: doc['content'] });
  if (fault !== null) return refused('PermissionError', fault);
  // What a record names may be gone by now.
  ctx.save({ ...doc, ...values }, { ...ENGINE, ignoreLinks: true });
  return { ok: true, name: doc.name };
}

/** Lists and objects as JSON text: a JSON field refuses a list as it is. */
function storable(doctype: string, values: Row, fields: ReadonlyMap<string, ReadonlySet<string>>): Row {
  const known = fields.get(doctype);
  const stored: Row = {};
  for (const [field, value] of Object.entries(values)) {
    if (doctype !== AUDIT && !known?.has(field))
      throw new SiteError('ValidationError', `${doctype} has no field ${field}`);
    stored[field] = typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
  }
  return stored;
}

function refused(type: string, message: string): Result {
  return { ok: false, error: { type, message, retryable: false } };
}

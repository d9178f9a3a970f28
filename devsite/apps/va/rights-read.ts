import { amountOf, isMonetary } from '../../core/amounts.ts';
import { isDenied } from '../../core/delegation.ts';
import type { Ctx, Doc, Ptype, Row } from '../../engine/types.ts';
import { number, text, textOrNull } from '../values.ts';
import { openTransitions } from './actions/workflow.ts';
import { notFound } from './errors.ts';
import { optionalArg, textArg } from './identity.ts';
import { titleFieldOf } from './labels.ts';
import { personReading } from './readers.ts';

const RIGHTS: readonly Ptype[] = ['read', 'write', 'create', 'submit', 'cancel', 'delete'];

/** What the caller himself may do with a DocType or with one of its documents, and the workflow steps open to him. */
export function rightsRead(ctx: Ctx, args: Row): Row {
  personReading(ctx);
  const doctype = textArg(args, 'document_type');
  const name = optionalArg(args, 'name');
  if (!ctx.site.hasDocType(doctype) || isDenied(doctype)) throw notFound();
  if (name === null) return { may: mayOf(ctx, doctype), workflow: null, about: null };
  const doc = ctx.exists(doctype, name) ? ctx.getDoc(doctype, name) : null;
  if (doc === null || !ctx.hasPermission(doctype, 'read', doc)) throw notFound();
  return { may: mayOf(ctx, doctype, doc), workflow: openTransitions(ctx, doc), about: aboutOf(ctx, doc) };
}

/** What somebody who decides on a document needs to be told of it, as far as the employee may read it. */
function aboutOf(ctx: Ctx, doc: Doc): Row {
  const readable = ctx.readable(doc);
  const owner = text(doc['owner']);
  const field = titleFieldOf(doc.doctype);
  return {
    title: (field === '' ? '' : text(readable[field])) || doc.name,
    owner,
    owner_name: text(ctx.getValue('User', owner, 'full_name')) || owner,
    employee: textOrNull(readable['employee']),
    created: doc['creation'],
    docstatus: number(doc['docstatus']),
    total: isMonetary(doc.doctype) ? amountOf(doc.doctype, readable) : null,
    currency: textOrNull(readable['currency']),
  };
}

function mayOf(ctx: Ctx, doctype: string, doc?: Doc): Row {
  return Object.fromEntries(RIGHTS.map((right) => [right, ctx.hasPermission(doctype, right, doc)]));
}

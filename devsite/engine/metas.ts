import type { Engine } from './internal.ts';
import type { Meta } from './meta.ts';
import { SiteError } from './site-error.ts';

/** @throws SiteError DoesNotExistError when the site has no such DocType. */
export function metaOf(engine: Engine, doctype: string): Meta {
  const meta = engine.metas.get(doctype);
  if (!meta) throw new SiteError('DoesNotExistError', `DocType ${doctype} not found`);
  return meta;
}

/** Fields elsewhere that may point at a document of `doctype`: Links to it, and Dynamic Links. */
export interface BackLink {
  readonly meta: Meta;
  readonly fieldname: string;
  /** For a Dynamic Link the field that holds the DocType. */
  readonly doctypeField: string | null;
}

const backLinks = new WeakMap<Engine, Map<string, BackLink[]>>();

export function backLinksTo(engine: Engine, doctype: string): readonly BackLink[] {
  let known = backLinks.get(engine);
  if (!known) {
    known = new Map();
    backLinks.set(engine, known);
  }
  const cached = known.get(doctype);
  if (cached) return cached;
  const found: BackLink[] = [];
  for (const meta of engine.metas.values()) {
    if (meta.isVirtual) continue;
    for (const field of meta.links) {
      if (!meta.stored.includes(field)) continue;
      if (field.fieldtype === 'Dynamic Link')
        found.push({ meta, fieldname: field.fieldname, doctypeField: field.options });
      else if (field.options === doctype) found.push({ meta, fieldname: field.fieldname, doctypeField: null });
    }
  }
  known.set(doctype, found);
  return found;
}

/** For after `addDocType`. */
export function forgetBackLinks(engine: Engine): void {
  backLinks.delete(engine);
}

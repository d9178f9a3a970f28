import type { Ctx, Doc, Ptype, Site } from '../../engine/types.ts';

const text = (value: unknown): string => String(value ?? '');

/** Public, own, or attached to a document that the user may read (write, for anything but reading). */
function mayUse(ctx: Ctx, doc: Doc, ptype: Ptype, user: string): boolean {
  if (user === 'Administrator' || ptype === 'create') return true;
  if (doc['is_private'] !== 1 && (ptype === 'read' || ptype === 'select')) return true;
  if (text(doc['owner']) === user) return true;
  const [doctype, name] = [text(doc['attached_to_doctype']), text(doc['attached_to_name'])];
  if (!doctype || !name || !ctx.site.hasDocType(doctype) || !ctx.exists(doctype, name)) return false;
  return ctx.hasPermission(doctype, ptype === 'read' || ptype === 'select' ? 'read' : 'write', name, user);
}

/** File: who may see one (frappe/core/doctype/file). Lists show public and own files. */
export function addFileController(site: Site): void {
  site.addController('File', {
    // A folder is called by its path, a file by nothing that anybody could guess.
    autoname: ({ doc }) =>
      doc['is_folder'] === 1 && doc['folder'] ? `${text(doc['folder'])}/${text(doc['file_name'])}` : null,
    hasPermission: mayUse,
    permissionQuery: (_ctx, user) => ({ sql: '"tabFile".is_private = 0 OR "tabFile".owner = ?', params: [user] }),
    beforeInsert: ({ doc }) => {
      if (doc['is_folder'] !== 1 && !doc['folder']) doc['folder'] = 'Home';
    },
  });
}

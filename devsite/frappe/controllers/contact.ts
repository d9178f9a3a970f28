import type { DocEvent, Row, Site } from '../../engine/types.ts';

const rows = (value: unknown): Row[] => (Array.isArray(value) ? (value as Row[]) : []);

function primary(list: Row[], flag: string, field: string): unknown {
  const chosen = list.find((row) => row[flag] === 1) ?? (list.length === 1 ? list[0] : undefined);
  if (chosen) chosen[flag] = 1;
  return chosen ? chosen[field] : null;
}

function derive({ doc }: DocEvent): void {
  doc['full_name'] =
    [doc['first_name'], doc['middle_name'], doc['last_name']].filter(Boolean).join(' ') || doc['company_name'];
  doc['email_id'] = primary(rows(doc['email_ids']), 'is_primary', 'email_id');
  doc['phone'] = primary(rows(doc['phone_nos']), 'is_primary_phone', 'phone');
  doc['mobile_no'] = rows(doc['phone_nos']).find((row) => row['is_primary_mobile_no'] === 1)?.['phone'] ?? null;
}

function nameOf({ ctx, doc }: DocEvent): string | null {
  const person =
    [doc['first_name'], doc['last_name']].filter(Boolean).join(' ').trim() || String(doc['company_name'] ?? '');
  const link = rows(doc['links'])[0]?.['link_name'];
  const base = link ? `${person}-${String(link).trim()}` : person;
  if (!base) return null;
  let name = base;
  for (let count = 1; ctx.exists('Contact', name); count++) name = `${base}-${count}`;
  return name;
}

/** Contact: named by script, addresses derived from its child tables. */
export function addContactController(site: Site): void {
  site.addController('Contact', { autoname: nameOf, validate: derive });
}

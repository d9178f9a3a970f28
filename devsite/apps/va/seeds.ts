import type { Ctx, Row, Site } from '../../engine/types.ts';
import { isObject, text } from '../values.ts';
import { seedFile } from './doctypes.ts';

const TABLES = new Set(['tool_policies', 'target_roles', 'target_departments']);

/** A new company gets the default template and settings; what exists is never touched. */
export function addSeeds(site: Site): void {
  site.addController('Company', { afterInsert: ({ ctx, doc }) => seedCompany(ctx, doc.name) });
}

/** The sub-agents that come with the product, once. */
export function seedSubAgents(ctx: Ctx): void {
  const agents = seedFile('sub_agents');
  for (const agent of Array.isArray(agents) ? agents.filter(isObject) : []) {
    makeOnce(ctx, 'VA Sub-Agent Config', text(agent['agent_id']), agent);
  }
}

/** The default template and the settings of one company. */
export function seedCompany(ctx: Ctx, company: string): void {
  const template = seedFile('template');
  const settings = seedFile('company_settings');
  if (
    isObject(template) &&
    ctx.getAll('VA Template', { fields: ['name'], filters: { company }, limit: 1 }).length === 0
  ) {
    makeOnce(ctx, 'VA Template', `${company} Default`, { ...template, template_name: `${company} Default`, company });
  }
  if (isObject(settings)) makeOnce(ctx, 'VA Company Settings', company, { ...settings, company });
}

function makeOnce(ctx: Ctx, doctype: string, name: string, values: Row): void {
  if (!ctx.exists(doctype, name)) ctx.insert({ doctype, ...storable(values) }, { ignorePermissions: true });
}

// A JSON field refuses a list as it is; child tables stay lists.
function storable(values: Row): Row {
  const entries = Object.entries(values).map(([field, value]) => {
    const isJson = typeof value === 'object' && value !== null && !TABLES.has(field);
    return [field, isJson ? JSON.stringify(value) : value];
  });
  return Object.fromEntries(entries);
}

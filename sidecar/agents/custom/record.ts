import { z } from 'zod';

/** A VA Custom Agent as the site stores it, checked again: what it says came through somebody's form. */
export interface CustomRecord {
  /** Of the document. */
  readonly name: string;
  readonly id: string;
  readonly label: string;
  readonly company: string;
  readonly description: string;
  readonly enabled: boolean;
  readonly prompt: string;
  /** `model` or `provider:model`, as Desk has it; '' for the service's own. */
  readonly model: string;
  readonly tools: readonly ToolRecord[];
  readonly triggers: readonly string[];
  /** Help Categories that it quotes from. */
  readonly folders: readonly string[];
  readonly roles: readonly string[];
  readonly employees: readonly string[];
}

const parameter = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('string'),
    description: z.string(),
    enum: z.array(z.string().min(1)).min(1).max(50).optional(),
    format: z.literal('date').optional(),
    maxLength: z.number().int().min(1).max(2000).optional(),
  }),
  z.object({
    type: z.enum(['integer', 'number']),
    description: z.string(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
  }),
  z.object({ type: z.literal('boolean'), description: z.string() }),
]);
export type Parameter = z.infer<typeof parameter>;

const plainName = z.string().regex(/^[a-z][a-z0-9_]{0,63}$/);
const customName = plainName.refine((name) => !name.includes('__') && !name.endsWith('_'));
const common = {
  name: customName,
  description: z.string().min(1).max(1000),
  // Anything else is refused when it is saved; what slipped past that is no tool here either.
  capability: z.literal('read').default('read'),
  parameters: z
    .object({
      properties: z.record(plainName, parameter).default({}),
      required: z.array(z.string()).default([]),
    })
    .nullish()
    .transform((schema) => schema ?? { properties: {}, required: [] }),
};
const method = z.object({
  ...common,
  handler_type: z.literal('frappe_api').default('frappe_api'),
  frappe_method: z.string().regex(/^[a-zA-Z_]\w*(\.[a-zA-Z_]\w*)+$/),
});
const script = z.object({ ...common, handler_type: z.literal('script'), script: plainName });
const webhook = z.object({ ...common, handler_type: z.literal('webhook'), webhook_url: z.string().max(500) });
const tool = z.union([method, script, webhook]);
export type ToolRecord = z.infer<typeof tool>;
/** What the site answers itself. */
export type SiteToolRecord = Exclude<ToolRecord, { readonly handler_type: 'webhook' }>;

const texts = z.array(z.string());
const row = z.object({
  name: z.string(),
  agent_id: customName,
  agent_name: z.string(),
  company: z.string(),
  description: z.string().nullish(),
  enabled: z.coerce.number(),
  model_name: z.string().nullish(),
  system_prompt: z.string().nullish(),
  tools: z.unknown().optional(),
  trigger_phrases: z.unknown().optional(),
  knowledge_folders: z.unknown().optional(),
  allowed_roles: z.unknown().optional(),
  allowed_employees: z.unknown().optional(),
});
/** The fields that are read of a VA Custom Agent. */
export const FIELDS = Object.keys(row.shape);
/** More text than this is no prompt but another product. */
const MAX_PROMPT = 8000;
const MAX_MODEL = 140;

/**
 * @returns null when the document is none. A list of who may use it that cannot be read lets nobody in; a tool that
 * cannot be read is left out and named in `unread`.
 */
export function readRecord(given: unknown): { readonly record: CustomRecord; readonly unread: number } | null {
  const read = row.safeParse(given);
  if (!read.success) return null;
  const roles = texts.safeParse(listOf(read.data.allowed_roles));
  const employees = texts.safeParse(listOf(read.data.allowed_employees));
  if (!roles.success || !employees.success) return null;
  const defined = listOf(read.data.tools);
  const tools = (Array.isArray(defined) ? defined : []).map((one) => tool.safeParse(one));
  const record: CustomRecord = {
    name: read.data.name,
    id: read.data.agent_id,
    label: read.data.agent_name,
    company: read.data.company,
    description: (read.data.description ?? '').trim(),
    enabled: read.data.enabled === 1,
    prompt: (read.data.system_prompt ?? '').trim().slice(0, MAX_PROMPT),
    model: (read.data.model_name ?? '').trim().slice(0, MAX_MODEL),
    tools: tools.flatMap((one) => (one.success ? [one.data] : [])),
    triggers: texts.safeParse(listOf(read.data.trigger_phrases)).data ?? [],
    folders: texts.safeParse(listOf(read.data.knowledge_folders)).data ?? [],
    roles: roles.data,
    employees: employees.data,
  };
  return { record, unread: tools.filter((one) => !one.success).length };
}

/** A JSON field of Frappe: text or content; blank is the empty list. */
function listOf(value: unknown): unknown {
  if (value === null || value === undefined || value === '') return [];
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value) ?? [];
  } catch {
    return null;
  }
}

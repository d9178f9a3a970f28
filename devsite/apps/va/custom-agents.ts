import {
  checkTools,
  checkTriggers,
  Fault,
  isCustomId,
  isMethod,
  MAX_PROMPT,
  type ToolCall,
  textList,
} from '../../core/custom-agent.ts';
import { isDeniedMethod, listedMethods } from '../../core/delegation.ts';
import type { Controller, Ctx, Doc, Site } from '../../engine/types.ts';
import { refuse, text, textOrNull } from '../values.ts';
import { checkScript, checkWebhook } from './webhooks.ts';

const AGENT = 'VA Custom Agent';
const JSON_FIELDS = ['tools', 'trigger_phrases', 'knowledge_folders', 'allowed_roles', 'allowed_employees'];
const MAX_METHODS = 100;

/** The sentences of doctypes/va_custom_agent/va_custom_agent.py. */
const TOOL_FAULTS: Readonly<Record<string, (about: string) => string>> = {
  not_json: () => 'Tool Definitions is not valid JSON.',
  not_a_list: () => 'Tool Definitions must be a list of tools.',
  not_an_object: () => 'Each tool must be a JSON object with a name and a description.',
  tools_many: (about) => `An agent has up to ${about} tools.`,
  tool_name: (about) =>
    `A tool name has small letters, digits and single underscores and starts with a letter: ${about}.`,
  tool_name_long: (about) => `The name of the tool ${about} is too long: with the agent ID it may have 62 characters.`,
  tool_twice: (about) => `The tool ${about} is defined twice.`,
  tool_key: (about) => `A tool has no such property. ${about}`,
  tool_description: (about) => `The tool ${about} needs a description of up to 1000 characters.`,
  tool_parameters: (about) =>
    `The parameters of the tool ${about} must be a JSON Schema of type object with up to 10 properties.`,
  tool_parameter: (about) =>
    `A parameter has a plain name, a type (string, integer, number, boolean) and a description; a string may have enum, maxLength or the format date, a number minimum and maximum. Names such as doctype and data are taken. ${about}`,
  tool_capability: (about) =>
    `The tool ${about} can only read. Changes are made by the tools of the product, which ask for a yes.`,
  tool_confirmation: (about) => `The tool ${about} only reads, so it cannot ask for a confirmation.`,
  tool_handler: (about) => `The tool ${about} must use the handler frappe_api, script or webhook.`,
  tool_method: (about) => `The tool ${about} needs frappe_method, the dotted name of a method of this site.`,
  tool_script: (about) => `The tool ${about} needs script, the API method of a Server Script.`,
  tool_webhook: (about) => `The tool ${about} needs webhook_url, an address that starts with https://.`,
};

/** What is checked when a company's own agent is saved. */
export const customAgent: Controller = {
  validate({ ctx, doc }) {
    if (!isCustomId(doc['agent_id']))
      refuse('Agent ID may have small letters, digits and single underscores and starts with a letter.');
    const company = text(doc['company']);
    const same = ctx.getAll(AGENT, { fields: ['name'], filters: { company, agent_id: doc['agent_id'] } });
    if (same.some((row) => row['name'] !== doc.name))
      refuse(`${company} already has an agent with the ID ${text(doc['agent_id'])}.`);
    if (text(doc['system_prompt']).length > MAX_PROMPT)
      refuse(`The system prompt may have up to ${MAX_PROMPT} characters.`);
    for (const field of JSON_FIELDS) if (textOrNull(doc[field]) === null) doc[field] = null;
    checkPhrases(doc);
    checkToolDefinitions(ctx, doc, company);
    checkLists(ctx, doc, company);
  },
};

function checkPhrases(doc: Doc): void {
  try {
    checkTriggers(doc['trigger_phrases']);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    if (error.code === 'too_many') refuse(`An agent has up to ${error.about} trigger phrases.`);
    if (error.code === 'trigger')
      refuse(`A trigger phrase has up to 80 characters and at least one letter: "${error.about}".`);
    refuse('Trigger Phrases must be a list of texts such as ["one", "two"].');
  }
}

function checkToolDefinitions(ctx: Ctx, doc: Doc, company: string): void {
  let calls: readonly ToolCall[] = [];
  try {
    calls = checkTools(doc['tools'], text(doc['agent_id']));
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    refuse(TOOL_FAULTS[error.code]?.(error.about) ?? error.message);
  }
  const allowed = listedMethods(ctx.getValue('VA Company Settings', company, 'custom_methods'));
  for (const [handler, target] of calls) {
    if (handler === 'webhook') checkWebhook(ctx, company, target);
    else if (handler === 'script') checkScript(ctx, company, target);
    else if (!allowed.includes(target))
      refuse(
        `The method ${target} is not among the Methods for Custom Agents of ${company}. A System Manager adds it in VA Company Settings.`,
      );
  }
}

function checkLists(ctx: Ctx, doc: Doc, company: string): void {
  for (const category of listOf(doc, 'knowledge_folders', 'Help Categories'))
    if (!ctx.exists('Help Category', category)) refuse(`There is no Help Category called ${category}.`);
  for (const role of listOf(doc, 'allowed_roles', 'Allowed Roles'))
    if (!ctx.exists('Role', role)) refuse(`There is no role called ${role}.`);
  for (const employee of listOf(doc, 'allowed_employees', 'Allowed Employees'))
    if (ctx.getValue('Employee', employee, 'company') !== company)
      refuse(`Employee ${employee} does not belong to the company ${company}.`);
}

function listOf(doc: Doc, field: string, label: string): readonly string[] {
  try {
    return textList(doc[field]);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return refuse(`${label} must be a list of texts such as ["one", "two"].`);
  }
}

/** `custom_methods` of VA Company Settings, checked when it changed: what exists, reads, and is not the framework's own. */
export function checkCustomMethods(site: Site, doc: Doc, before: Doc | null): void {
  if (before !== null && text(before['custom_methods']) === text(doc['custom_methods'])) return;
  const lines = text(doc['custom_methods']).split(/[\r\n]+/);
  const methods = [...new Set(lines.map((line) => line.trim()))].filter((line) => line !== '');
  if (methods.length > MAX_METHODS) refuse(`Up to ${MAX_METHODS} methods can be listed.`);
  for (const method of methods) {
    if (!isMethod(method)) refuse(`${method.slice(0, 200)} is not the dotted name of a method.`);
    if (isDeniedMethod(method))
      refuse(`Custom agents cannot call ${method}: it reads without asking what the caller may see.`);
    if (!site.verbsOf(method).includes('GET')) refuse(`This site has no method ${method} that may be called to read.`);
  }
  doc['custom_methods'] = methods.join('\n');
}

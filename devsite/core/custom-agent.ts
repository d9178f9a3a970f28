/** What a custom agent may say of itself and of its tools. The twin of doctypes/agent_checks.py. */
import { FORBIDDEN_PARAMETERS } from './delegation.ts';
import { isObject } from './methods.ts';

export const MAX_PROMPT = 8000;
const MAX_TOOLS = 20;
const MAX_PARAMETERS = 10;
const MAX_TRIGGERS = 50;
const MAX_TRIGGER = 80;
/** Models know a tool by agent and name together, in at most this many characters. */
const MAX_TOOL_NAME = 64;
const HANDLER = 'frappe_api';
/** What each kind of tool calls, and the longest that it may be. */
const TARGETS: Readonly<Record<string, string>> = {
  frappe_api: 'frappe_method',
  script: 'script',
  webhook: 'webhook_url',
};
const MAX_TARGET = 500;
const TOOL_KEYS = ['name', 'description', 'parameters', 'capability', 'requires_confirmation', 'handler_type'];
const SCHEMA_KEYS = ['type', 'properties', 'required', 'additionalProperties'];
const PARAMETER_KEYS: Readonly<Record<string, readonly string[]>> = {
  string: ['enum', 'format', 'maxLength'],
  integer: ['minimum', 'maximum'],
  number: ['minimum', 'maximum'],
  boolean: [],
};

/** A value that cannot be stored: `code` says what is wrong, `about` which part of it. */
export class Fault extends Error {
  override readonly name = 'Fault';
  readonly code: string;
  readonly about: string;

  constructor(code: string, about = '') {
    super(about === '' ? code : `${code}: ${about}`);
    this.code = code;
    this.about = about;
  }
}

/** The dotted name of a method, at most 200 characters. */
export function isMethod(value: unknown): boolean {
  return typeof value === 'string' && value.length <= 200 && /^[a-zA-Z_]\w*(\.[a-zA-Z_]\w*)+$/.test(value);
}

/** An agent id or the name of a tool: two underscores stand between the two where they are one name. */
export function isCustomId(value: unknown): value is string {
  return isPlainId(value) && !value.includes('__') && !value.endsWith('_');
}

/** The phrases that lead to an agent. @throws Fault `not_json`, `not_a_list`, `not_text`, `too_many`, `trigger` */
export function checkTriggers(value: unknown): readonly string[] {
  const phrases = textList(value);
  if (phrases.length > MAX_TRIGGERS) throw new Fault('too_many', String(MAX_TRIGGERS));
  const bad = phrases.find((phrase) => phrase.length > MAX_TRIGGER || !/[\p{L}\p{N}]/u.test(phrase));
  if (bad !== undefined) throw new Fault('trigger', bad.slice(0, MAX_TRIGGER));
  return phrases;
}

/** A list of texts without blanks and doubles; blank is the empty list. @throws Fault `not_json`, `not_a_list`, `not_text` */
export function textList(value: unknown): readonly string[] {
  const entries = parse(value);
  if (entries === null) return [];
  if (!Array.isArray(entries)) throw new Fault('not_a_list');
  const texts = entries.map((entry: unknown) => {
    if (typeof entry !== 'string' || entry.trim() === '') throw new Fault('not_text', JSON.stringify(entry));
    return entry.trim();
  });
  return [...new Set(texts)];
}

/** What a tool calls: handler and method, script or address. */
export type ToolCall = readonly [handler: string, target: string];

/** What the tools call. @throws Fault for tools that no custom agent may have; `agent` stands before their names. */
export function checkTools(value: unknown, agent = ''): readonly ToolCall[] {
  const tools = parse(value);
  if (tools === null) return [];
  if (!Array.isArray(tools)) throw new Fault('not_a_list');
  if (tools.length > MAX_TOOLS) throw new Fault('tools_many', String(MAX_TOOLS));
  const methods = new Map<string, ToolCall>();
  for (const tool of tools as readonly unknown[]) {
    if (!isObject(tool)) throw new Fault('not_an_object');
    const name = tool['name'];
    if (!isCustomId(name))
      throw new Fault('tool_name', (typeof name === 'string' ? name : (JSON.stringify(name) ?? 'null')).slice(0, 64));
    if (methods.has(name)) throw new Fault('tool_twice', name);
    if (agent.length + 2 + name.length > MAX_TOOL_NAME) throw new Fault('tool_name_long', name);
    methods.set(name, checkTool(tool, name));
  }
  return [...methods.values()];
}

function checkTool(tool: Readonly<Record<string, unknown>>, name: string): ToolCall {
  // First of all: what says that it is something else is told so, whatever else is wrong with it.
  const handler = tool['handler_type'] === undefined ? HANDLER : tool['handler_type'];
  const key = typeof handler === 'string' && Object.hasOwn(TARGETS, handler) ? TARGETS[handler] : undefined;
  if (typeof handler !== 'string' || key === undefined) throw new Fault('tool_handler', name);
  const unknown = Object.keys(tool)
    .filter((one) => one !== key && !TOOL_KEYS.includes(one))
    .sort()[0];
  if (unknown !== undefined) throw new Fault('tool_key', `${name}: ${unknown.slice(0, 64)}`);
  if (!isText(tool['description'], 1000)) throw new Fault('tool_description', name);
  const { capability = 'read', requires_confirmation: confirmation = false } = tool;
  if (capability !== 'read') throw new Fault('tool_capability', name);
  if (confirmation !== false) throw new Fault('tool_confirmation', name);
  const target = tool[key];
  if (handler === 'frappe_api' && !isMethod(target)) throw new Fault('tool_method', name);
  // Whether it may be called is asked of the company's lists.
  if (!isText(target, MAX_TARGET)) throw new Fault(handler === 'script' ? 'tool_script' : 'tool_webhook', name);
  checkParameters(tool['parameters'], name);
  return [handler, target];
}

function checkParameters(schema: unknown, tool: string): void {
  if (schema === undefined || schema === null) return;
  const wrong = new Fault('tool_parameters', tool);
  if (!isObject(schema)) throw wrong;
  const { type = 'object', properties = {}, required = [], additionalProperties = false } = schema;
  if (Object.keys(schema).some((key) => !SCHEMA_KEYS.includes(key))) throw wrong;
  if (type !== 'object' || additionalProperties !== false) throw wrong;
  if (!isObject(properties) || Object.keys(properties).length > MAX_PARAMETERS) throw wrong;
  if (!Array.isArray(required)) throw wrong;
  if (required.some((each: unknown) => typeof each !== 'string' || !Object.hasOwn(properties, each))) throw wrong;
  for (const [name, parameter] of Object.entries(properties)) {
    if (!isPlainId(name) || FORBIDDEN_PARAMETERS.includes(name) || !isParameter(parameter))
      throw new Fault('tool_parameter', `${tool}: ${name.slice(0, 64)}`);
  }
}

function isParameter(given: unknown): boolean {
  if (!isObject(given)) return false;
  const { type, description } = given;
  const allowed = typeof type === 'string' && Object.hasOwn(PARAMETER_KEYS, type) ? PARAMETER_KEYS[type] : undefined;
  if (allowed === undefined || !isText(description, 300)) return false;
  if (Object.keys(given).some((key) => !['type', 'description', ...allowed].includes(key))) return false;
  if ('enum' in given && !isEnum(given['enum'])) return false;
  if ('format' in given && given['format'] !== 'date') return false;
  const longest = 'maxLength' in given ? given['maxLength'] : 140;
  if (typeof longest !== 'number' || !Number.isInteger(longest) || longest < 1 || longest > 2000) return false;
  return ['minimum', 'maximum'].every((bound) => !(bound in given) || typeof given[bound] === 'number');
}

function isEnum(value: unknown): boolean {
  if (!Array.isArray(value) || value.length < 1 || value.length > 50) return false;
  if (!value.every((option: unknown) => isText(option, 140))) return false;
  return new Set(value.map((option: unknown) => String(option).toLowerCase())).size === value.length;
}

function isPlainId(value: unknown): value is string {
  return typeof value === 'string' && /^[a-z][a-z0-9_]{0,63}$/.test(value);
}

function isText(value: unknown, most: number): value is string {
  return typeof value === 'string' && value.trim() !== '' && value.length <= most;
}

/** Text is parsed, blank is null. */
function parse(value: unknown): unknown {
  if (typeof value !== 'string') return value ?? null;
  if (value.trim() === '') return null;
  try {
    return JSON.parse(value);
  } catch {
    throw new Fault('not_json');
  }
}

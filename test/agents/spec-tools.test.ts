import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { builtIn } from '../../sidecar/agents/built-in.ts';
import { modelTool } from '../../sidecar/agents/registry.ts';
import { createArticleLibrary } from '../../sidecar/knowledge/library.ts';

/** The tools of the customer's document (section 4): names, parameters, defaults, confirmation. */
interface SpecParameter {
  readonly type: string;
  readonly enum?: readonly string[];
  readonly default?: unknown;
}
interface SpecTool {
  readonly requires_confirmation: boolean;
  readonly required: readonly string[];
  readonly properties: Readonly<Record<string, SpecParameter>>;
}
const SPEC = JSON.parse(readFileSync(new URL('spec-tools.json', import.meta.url), 'utf8')) as Readonly<
  Record<string, Readonly<Record<string, SpecTool>>>
>;

/** Where ours differs on purpose: `tool.parameter` or `tool`, and why. */
const ON_PURPOSE: Readonly<Record<string, string>> = {
  'search_employee_directory.include_contact': 'contact data only on request (F084), so the default is false',
  'submit_expense.currency': "left out it is the company's own currency, which is not always USD",
  'check_leave_balance.leave_type': "the company's own names of leave types are taken too",
};

interface JsonSchema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
}

/** JSON types a schema lets in. */
function typesOf(schema: JsonSchema): ReadonlySet<string> {
  if (schema.anyOf) return new Set(schema.anyOf.flatMap((each) => [...typesOf(each)]));
  if (schema.const !== undefined) return new Set([typeof schema.const]);
  return new Set([schema.type ?? 'any']);
}
function valuesOf(schema: JsonSchema): readonly unknown[] {
  if (schema.anyOf) return schema.anyOf.flatMap(valuesOf);
  return schema.enum ?? (schema.const === undefined ? [] : [schema.const]);
}

const tools = builtIn(createArticleLibrary()).flatMap((agent) =>
  agent.tools.map((tool) => ({ agent: agent.id, tool })),
);

describe('the tools mean what the document says', () => {
  for (const { agent, tool } of tools) {
    const spec = SPEC[agent]?.[tool.name];
    if (spec === undefined) continue;
    const ours = modelTool(tool).parameters as JsonSchema;

    test(`${agent}.${tool.name}: what must be given`, () => {
      expect([...(ours.required ?? [])].sort()).toEqual([...spec.required].sort());
    });
    for (const [name, wanted] of Object.entries(spec.properties)) {
      if (`${tool.name}.${name}` in ON_PURPOSE) continue;
      test(`${agent}.${tool.name}: ${name}`, () => {
        const given = ours.properties?.[name];
        expect(given, `no parameter ${name}`).toBeDefined();
        if (given === undefined) return;
        const type = wanted.type === 'integer' && typesOf(given).has('number') ? 'number' : wanted.type;
        expect([...typesOf(given)]).toContain(type);
        if (wanted.enum) expect(valuesOf(given)).toEqual(expect.arrayContaining([...wanted.enum]));
        if (wanted.default !== undefined) expect(given.default).toEqual(wanted.default);
      });
    }
    test(`${agent}.${tool.name}: a write is a card, a read is not`, () => {
      if (spec.requires_confirmation) expect(tool.kind).toBe('write');
      if (tool.kind === 'write') {
        expect(tool.reversibleNote.length).toBeGreaterThan(10);
      }
    });
  }
});

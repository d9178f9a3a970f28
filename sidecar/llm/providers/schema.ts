type Schema = Readonly<Record<string, unknown>>;

/** Schema of a tool's arguments as an object with properties, which every provider asks for even where there are none. */
export function argumentSchema(schema: Schema): Schema & { readonly type: 'object' } {
  const { $schema: _dialect, $id: _id, ...rest } = schema;
  return { ...rest, type: 'object', properties: isSchema(rest['properties']) ? rest['properties'] : {} };
}

/** Schema of an answer without what only tells its dialect. */
export function answerSchema(schema: Schema): Schema {
  const { $schema: _dialect, $id: _id, ...rest } = schema;
  return rest;
}

/** Maps of schemas by name: their keys are no keywords. */
const BY_NAME: ReadonlySet<string> = new Set(['properties', '$defs']);
/** Keywords whose values are no schemas. */
const VALUES: ReadonlySet<string> = new Set(['enum', 'const', 'default', 'required', 'examples']);

/**
 * The schema with the keywords alone that a server knows; values are checked when they arrive in any case, so what is
 * left out only helped the model.
 */
export function reducedSchema(schema: Schema, knows: (keyword: string) => boolean): Schema {
  const reduce = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(reduce);
    return isSchema(value) ? reducedSchema(value, knows) : value;
  };
  const kept: [string, unknown][] = [];
  for (const [keyword, value] of Object.entries(schema)) {
    if (!knows(keyword)) continue;
    if (BY_NAME.has(keyword) && isSchema(value)) {
      kept.push([keyword, Object.fromEntries(Object.entries(value).map(([name, one]) => [name, reduce(one)]))]);
    } else kept.push([keyword, VALUES.has(keyword) ? value : reduce(value)]);
  }
  if (!knows('const') && schema['const'] !== undefined) kept.push(['enum', [schema['const']]]);
  return Object.fromEntries(kept);
}

/** OpenAI's strict mode: every object is closed and every property required, all the way down. */
export function fitsStrict(schema: unknown): boolean {
  if (!isSchema(schema)) return false;
  const alternatives = schema['anyOf'];
  if (Array.isArray(alternatives)) return alternatives.every(fitsStrict);
  if (schema['oneOf'] !== undefined || schema['allOf'] !== undefined || schema['$ref'] !== undefined) return false;
  if (schema['type'] === 'array') return fitsStrict(schema['items']);
  if (schema['type'] !== 'object') return true;
  const properties = isSchema(schema['properties']) ? schema['properties'] : {};
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  if (schema['additionalProperties'] !== false) return false;
  return Object.entries(properties).every(([name, value]) => required.includes(name) && fitsStrict(value));
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

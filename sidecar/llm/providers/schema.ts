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

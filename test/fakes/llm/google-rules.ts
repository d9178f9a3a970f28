import { Complaint, type FakeOptions } from './script.ts';
import { asList, asRecord, asText, type Body, isRecord } from './start-fake.ts';

const NAME = /^[a-zA-Z_][a-zA-Z0-9_.:-]{0,63}$/;
const KNOWN = new Set(['contents', 'systemInstruction', 'tools', 'toolConfig', 'generationConfig', 'safetySettings']);
const SKIP = 'skip_thought_signature_validator';

/** What Google's own server checks in a request, as the newest models do, with its words. */
export function checkContents(body: Body, _options: FakeOptions): void {
  for (const name of Object.keys(body)) {
    if (!KNOWN.has(name)) {
      throw new Complaint(`Invalid JSON payload received. Unknown name "${name}": Cannot find field.`);
    }
  }
  const tools = asList(body['tools']).flatMap((tool) => asList(asRecord(tool)['functionDeclarations']).map(asRecord));
  checkDeclarations(tools);
  const config = asRecord(body['generationConfig']);
  const temperature = config['temperature'];
  if (temperature !== undefined && (typeof temperature !== 'number' || temperature < 0 || temperature > 2)) {
    throw new Complaint('GenerateContentRequest.generation_config.temperature must be in the range [0.0, 2.0].');
  }
  if (config['responseMimeType'] === 'application/json' && tools.length > 0) {
    throw new Complaint("Function calling with a response mime type: 'application/json' is unsupported");
  }
  if (config['responseJsonSchema'] !== undefined && config['responseMimeType'] !== 'application/json') {
    throw new Complaint('response_json_schema needs response_mime_type application/json');
  }
  checkKeywords(asRecord(config['responseJsonSchema']));
  for (const part of asList(asRecord(body['systemInstruction'])['parts']).map(asRecord)) checkPart(part);
  checkTurns(asList(body['contents']).map(asRecord));
}

function checkDeclarations(tools: readonly Body[]): void {
  const names = new Set<string>();
  for (const tool of tools) {
    const name = asText(tool['name']);
    if (!NAME.test(name)) {
      throw new Complaint('Invalid function name. Must start with a letter or an underscore. Must be alphameric.');
    }
    if (names.has(name)) throw new Complaint(`Duplicate function declaration found: ${name}`);
    names.add(name);
    const schema = tool['parametersJsonSchema'];
    if (schema === undefined) continue;
    if (!isRecord(schema) || schema['type'] !== 'object' || Object.keys(asRecord(schema['properties'])).length === 0) {
      throw new Complaint(`function_declarations[${name}].parameters.properties: should be non-empty for OBJECT type`);
    }
    checkKeywords(schema);
  }
}

/** The documented ones; what the API does with others is not said, so here they are refused. */
const KEYWORDS =
  /^(?:\$(?:id|defs|ref|anchor)|type|format|title|description|enum|items|prefixItems|(?:min|max)Items|minimum|maximum|anyOf|oneOf|properties|additionalProperties|required|propertyOrdering)$/;

function checkKeywords(schema: Body): void {
  for (const [keyword, value] of Object.entries(schema)) {
    if (!KEYWORDS.test(keyword)) throw new Complaint(`Unknown name "${keyword}" in a JSON Schema: Cannot find field.`);
    const inner = keyword === 'properties' || keyword === '$defs' ? Object.values(asRecord(value)) : [value];
    for (const one of inner.flat()) if (isRecord(one)) checkKeywords(one);
  }
}

function checkTurns(contents: readonly Body[]): void {
  if (contents.length === 0) throw new Complaint('contents are required');
  let open: readonly string[] = [];
  // Signatures are asked for since the last words of the person.
  const current = contents.findLastIndex(
    (content) =>
      content['role'] === 'user' && asList(content['parts']).some((part) => isRecord(part) && 'text' in part),
  );
  for (const [index, content] of contents.entries()) {
    const wanted = index % 2 === 0 ? 'user' : 'model';
    if (content['role'] !== wanted)
      throw new Complaint('Please ensure that multiturn requests alternate between user and model.');
    const parts = asList(content['parts']).map(asRecord);
    if (parts.length === 0) throw new Complaint('contents.parts must not be empty.');
    for (const part of parts) checkPart(part);
    const calls = parts.filter((part) => 'functionCall' in part);
    const answers = parts
      .filter((part) => 'functionResponse' in part)
      .map((part) => asRecord(part['functionResponse']));
    if (content['role'] === 'user') {
      checkAnswers(answers, open);
      open = [];
    } else {
      open = calls.map((part) => asText(asRecord(part['functionCall'])['name']));
      if (index > current && calls[0]) checkSignature(calls[0], index);
    }
  }
  if (contents.at(-1)?.['role'] !== 'user') {
    throw new Complaint(
      'Please ensure that function call turn comes immediately after a user turn, and that a user turn is last.',
    );
  }
}

function checkAnswers(answers: readonly Body[], open: readonly string[]): void {
  const names = answers.map((answer) => asText(answer['name']));
  if (names.length !== open.length || names.some((name, at) => name !== open[at])) {
    throw new Complaint(
      'Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn.',
    );
  }
  for (const answer of answers) {
    if (!isRecord(answer['response'])) throw new Complaint('function_response.response: must be an object (Struct).');
  }
}

function checkSignature(part: Body, index: number): void {
  const signature = asText(part['thoughtSignature']);
  const name = asText(asRecord(part['functionCall'])['name']);
  if (signature === '') {
    throw new Complaint(
      `Function call is missing a thought_signature in functionCall parts. Additional data, function call \`${name}\`, position ${index}.`,
    );
  }
  if (signature !== SKIP && !Buffer.from(signature, 'base64').toString().startsWith('signed')) {
    throw new Complaint('Thought signature is not valid.');
  }
}

function checkPart(part: Body): void {
  if ('text' in part && asText(part['text']) === '')
    throw new Complaint('Unable to submit request: it must have a text parameter.');
  const fields = ['text', 'functionCall', 'functionResponse'].filter((field) => field in part);
  if (fields.length !== 1) {
    throw new Complaint("contents.parts.data: required oneof field 'data' must have one initialized field");
  }
  if ('functionCall' in part && !NAME.test(asText(asRecord(part['functionCall'])['name']))) {
    throw new Complaint('function_call.name: Name cannot be empty.');
  }
}

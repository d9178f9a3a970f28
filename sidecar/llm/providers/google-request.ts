import type {
  Content,
  FunctionDeclaration,
  GenerateContentConfig,
  GenerateContentParameters,
  Part,
} from '@google/genai';
import type { ModelRequest, ModelToolCall } from '../model.ts';
import { type Turn, tidyHistory, wellFormed } from './history.ts';
import { shapeInWords } from './json-answer.ts';
import { refusals } from './refusals.ts';
import { answerSchema, argumentSchema, reducedSchema } from './schema.ts';
import type { ToolNames } from './tool-names.ts';

/** What older models do not know. */
export const googleRefusals = () =>
  refusals({
    responseJsonSchema: /response_?(?:json_?)?schema|response_?mime|json mode/i,
    temperature: /temperature/i,
  });

const IDS = /^[A-Za-z0-9_-]{1,64}$/;
/**
 * Newer models refuse a call in the history without the signature that they gave with it. For calls that another
 * provider made there is none, and the API takes this word instead.
 */
const NOT_OURS = 'skip_thought_signature_validator';

/** What the documentation of its JSON Schema lists. */
const KEYWORDS: ReadonlySet<string> = new Set([
  ...['type', 'format', 'title', 'description', 'enum', 'items', 'prefixItems', 'minItems', 'maxItems', 'minimum'],
  ...['maximum', 'anyOf', 'oneOf', 'properties', 'additionalProperties', 'required', '$defs', '$ref', '$anchor'],
]);
const known = (schema: Readonly<Record<string, unknown>>) => reducedSchema(schema, (keyword) => KEYWORDS.has(keyword));

export function googleRequest(
  request: ModelRequest,
  model: string,
  names: ToolNames,
  refused: ReturnType<typeof googleRefusals>,
): GenerateContentParameters {
  const { choice, output, tools } = request;
  // Tools and a shape together are refused by most of its models.
  const inWords = output !== undefined && (tools.length > 0 || refused.has('responseJsonSchema'));
  const system = [...request.system, ...(inWords ? [shapeInWords(output)] : [])].filter((part) => part.trim() !== '');
  const config: GenerateContentConfig = {
    ...(system.length > 0 ? { systemInstruction: { parts: system.map((text) => ({ text: wellFormed(text) })) } } : {}),
    ...(tools.length > 0 ? { tools: [{ functionDeclarations: tools.map((tool) => declared(tool, names)) }] } : {}),
    ...(choice?.temperature === undefined || refused.has('temperature') ? {} : { temperature: choice.temperature }),
    ...(choice?.maxOutputTokens === undefined ? {} : { maxOutputTokens: choice.maxOutputTokens }),
    ...(output && !inWords
      ? { responseMimeType: 'application/json', responseJsonSchema: known(answerSchema(output.schema)) }
      : {}),
  };
  return { model, contents: contentsOf(request, names), config };
}

function declared(tool: ModelRequest['tools'][number], names: ToolNames): FunctionDeclaration {
  const schema = argumentSchema(tool.parameters);
  const empty = Object.keys(schema['properties'] as object).length === 0;
  return {
    name: names.toProvider(tool.name),
    description: wellFormed(tool.description),
    // An object without properties is refused: no arguments are told by no schema.
    ...(empty ? {} : { parametersJsonSchema: known(schema) }),
  };
}

function contentsOf(request: ModelRequest, names: ToolNames): Content[] {
  return tidyHistory(request.messages, IDS).map((turn) =>
    turn.role === 'user'
      ? { role: 'user', parts: userParts(turn, names) }
      : { role: 'model', parts: modelParts(turn, names) },
  );
}

function userParts(turn: Extract<Turn, { role: 'user' }>, names: ToolNames): Part[] {
  const parts: Part[] = turn.results.map((result) => ({
    functionResponse: { id: result.id, name: names.toProvider(result.tool), response: asObject(result.content) },
  }));
  return turn.text === '' ? parts : [...parts, { text: turn.text }];
}

function modelParts(turn: Extract<Turn, { role: 'assistant' }>, names: ToolNames): Part[] {
  const signed = turn.calls.some((call) => signatureOf(call) !== null);
  const calls = turn.calls.map((call, index): Part => {
    const signature = signatureOf(call) ?? (index === 0 && !signed ? NOT_OURS : null);
    return {
      functionCall: { id: call.id, name: names.toProvider(call.name), args: { ...call.args } },
      ...(signature === null ? {} : { thoughtSignature: signature }),
    };
  });
  return turn.text === '' ? calls : [{ text: turn.text }, ...calls];
}

function signatureOf(call: ModelToolCall): string | null {
  return call.opaque?.provider === 'google' && typeof call.opaque.data === 'string' ? call.opaque.data : null;
}

/** The API takes an object where ours may be any JSON. */
function asObject(content: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(content);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
    return { result: value };
  } catch {
    return { result: content };
  }
}

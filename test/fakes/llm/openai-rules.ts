import { Complaint, type FakeOptions } from './script.ts';
import { asList, asRecord, asText, type Body, isRecord } from './start-fake.ts';

const NAME = /^[a-zA-Z0-9_-]{1,64}$/;
const KNOWN = new Set([
  'model',
  'messages',
  'stream',
  'stream_options',
  'tools',
  'tool_choice',
  'parallel_tool_calls',
  'response_format',
  'temperature',
  'max_tokens',
  'max_completion_tokens',
  'prompt_cache_key',
  'user',
  'safety_identifier',
  'reasoning_effort',
  'store',
]);

/** What OpenAI's own server checks in a request for a chat completion, with its words. */
export function checkChat(body: Body, _options: FakeOptions): void {
  for (const name of Object.keys(body)) {
    if (!KNOWN.has(name)) throw complain(`Unknown parameter: '${name}'.`, name);
  }
  if (asText(body['model']) === '') throw complain('you must provide a model parameter', 'model');
  if (body['stream'] !== true) throw complain('The fake streams only.', 'stream');
  const temperature = body['temperature'];
  if (temperature !== undefined && (typeof temperature !== 'number' || temperature < 0 || temperature > 2)) {
    throw complain(`Invalid 'temperature': expected a decimal between 0 and 2.`, 'temperature');
  }
  checkMessages(asList(body['messages']));
  if (body['tools'] !== undefined) checkTools(asList(body['tools']));
  const format = body['response_format'];
  if (format !== undefined) checkFormat(asRecord(format));
}

function checkMessages(messages: readonly unknown[]): void {
  if (messages.length === 0) throw complain("Invalid 'messages': empty array.", 'messages');
  let open = new Set<string>();
  let calls = 0;
  for (const [index, value] of messages.entries()) {
    const message = asRecord(value);
    const at = `messages[${index}]`;
    const role = message['role'];
    if (role === 'tool') {
      const id = asText(message['tool_call_id']);
      if (calls === 0 || !open.has(id)) {
        throw complain(
          "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.",
          `${at}.role`,
        );
      }
      open.delete(id);
      if (typeof message['content'] !== 'string') throw complain(`Invalid value for '${at}.content'.`, `${at}.content`);
      continue;
    }
    if (open.size > 0) throw unanswered(open, index);
    calls = 0;
    if (role === 'assistant') {
      open = checkCalls(message, at);
      calls = open.size;
    } else if (role === 'user' || role === 'system' || role === 'developer') {
      if (typeof message['content'] !== 'string' && !Array.isArray(message['content'])) {
        throw complain(`Invalid value for '${at}.content': expected a string, got null.`, `${at}.content`);
      }
    } else throw complain(`Invalid value: '${String(role)}'.`, `${at}.role`);
  }
  if (open.size > 0) throw unanswered(open, messages.length);
}

function unanswered(open: ReadonlySet<string>, index: number): Complaint {
  return complain(
    `An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: ${[...open].join(', ')}`,
    `messages.[${index}].role`,
  );
}

function checkCalls(message: Body, at: string): Set<string> {
  const open = new Set<string>();
  const calls = message['tool_calls'];
  if (calls === undefined) {
    if (typeof message['content'] !== 'string') {
      throw complain(`Invalid value for '${at}.content': expected a string, got null.`, `${at}.content`);
    }
    return open;
  }
  if (!Array.isArray(calls) || calls.length === 0) {
    throw complain(`Invalid '${at}.tool_calls': empty array. Expected an array with minimum length 1.`, at);
  }
  for (const call of calls.map(asRecord)) {
    const id = asText(call['id']);
    const called = asRecord(call['function']);
    if (id === '' || id.length > 40) {
      throw complain(
        `Invalid '${at}.tool_calls[0].id': string too long. Expected a string with maximum length 40.`,
        at,
      );
    }
    if (open.has(id)) throw complain(`Duplicate value for 'tool_call_id' of '${id}' found in the message array.`, at);
    if (call['type'] !== 'function' || !NAME.test(asText(called['name']))) {
      throw complain(`Invalid '${at}.tool_calls[0].function.name': string does not match pattern.`, at);
    }
    try {
      JSON.parse(asText(called['arguments']));
    } catch {
      throw complain(`Invalid '${at}.tool_calls[0].function.arguments': not valid JSON.`, at);
    }
    open.add(id);
  }
  return open;
}

function checkTools(tools: readonly unknown[]): void {
  if (tools.length === 0)
    throw complain("Invalid 'tools': empty array. Expected an array with minimum length 1.", 'tools');
  if (tools.length > 128) throw complain("Invalid 'tools': array too long. Expected maximum length 128.", 'tools');
  const names = new Set<string>();
  for (const [index, tool] of tools.map(asRecord).entries()) {
    const described = asRecord(tool['function']);
    const name = asText(described['name']);
    const at = `tools[${index}].function`;
    if (tool['type'] !== 'function') throw complain(`Invalid value for 'tools[${index}].type'.`, at);
    if (!NAME.test(name)) {
      throw complain(`Invalid '${at}.name': string does not match pattern. Expected '^[a-zA-Z0-9_-]+$'.`, `${at}.name`);
    }
    if (names.has(name)) throw complain(`Duplicate tool name '${name}'.`, at);
    names.add(name);
    if (asText(described['description']).length > 1024) {
      throw complain(`Invalid '${at}.description': string too long. Expected maximum length 1024.`, at);
    }
    const parameters = described['parameters'];
    if (parameters !== undefined) {
      if (!isRecord(parameters) || parameters['type'] !== 'object' || !isRecord(parameters['properties'])) {
        throw new Complaint(
          `Invalid schema for function '${name}': schema must be a JSON Schema of 'type: "object"', with properties.`,
          { kind: 'invalid_function_parameters', param: `${at}.parameters` },
        );
      }
    }
  }
}

function checkFormat(format: Body): void {
  if (format['type'] !== 'json_schema') {
    if (format['type'] === 'json_object' || format['type'] === 'text') return;
    throw complain("Invalid value for 'response_format.type'.", 'response_format');
  }
  const shape = asRecord(format['json_schema']);
  if (!NAME.test(asText(shape['name']))) {
    throw complain(
      "Invalid 'response_format.json_schema.name': string does not match pattern. Expected '^[a-zA-Z0-9_-]+$'.",
      'response_format.json_schema.name',
    );
  }
  if (shape['strict'] === true) checkStrict(asRecord(shape['schema']), 'response_format');
}

function checkStrict(schema: Body, param: string): void {
  if (schema['type'] === 'object') {
    const properties = asRecord(schema['properties']);
    if (schema['additionalProperties'] !== false) {
      throw complain("Invalid schema: 'additionalProperties' is required to be supplied and to be false.", param);
    }
    const required = new Set(asList(schema['required']));
    for (const [name, property] of Object.entries(properties)) {
      if (!required.has(name))
        throw complain(`Invalid schema: 'required' must include every key. Missing '${name}'.`, param);
      checkStrict(asRecord(property), param);
    }
  }
  if (isRecord(schema['items'])) checkStrict(schema['items'], param);
}

function complain(message: string, param: string): Complaint {
  return new Complaint(message, { param });
}

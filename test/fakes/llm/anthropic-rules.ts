import { Complaint, type FakeOptions } from './script.ts';
import { asList, asRecord, asText, type Body, isRecord } from './start-fake.ts';

const NAME = /^[a-zA-Z0-9_-]{1,128}$/;
const ID = /^[a-zA-Z0-9_-]+$/;
const KNOWN = new Set([
  'model',
  'messages',
  'max_tokens',
  'stream',
  'system',
  'tools',
  'tool_choice',
  'temperature',
  'top_p',
  'top_k',
  'stop_sequences',
  'metadata',
  'thinking',
  'output_config',
]);

/** What Anthropic's own server checks in a request, with its words. */
export function checkMessages(body: Body, _options: FakeOptions): void {
  for (const name of Object.keys(body)) {
    if (!KNOWN.has(name)) throw new Complaint(`${name}: Extra inputs are not permitted`);
  }
  if (asText(body['model']) === '') throw new Complaint('model: Field required');
  const most = body['max_tokens'];
  if (typeof most !== 'number') throw new Complaint('max_tokens: Field required');
  if (most < 1) throw new Complaint('max_tokens: Input should be greater than or equal to 1');
  if (body['stream'] !== true) throw new Complaint('The fake streams only.');
  const temperature = body['temperature'];
  if (temperature !== undefined && (typeof temperature !== 'number' || temperature < 0 || temperature > 1)) {
    throw new Complaint('temperature: range: 0..1');
  }
  checkTools(body);
  for (const [index, block] of blocksOf(body['system'] ?? []).entries()) checkText(block, `system.${index}`);
  checkTurns(asList(body['messages']).map(asRecord));
  const marks = JSON.stringify(body).match(/"cache_control":/g)?.length ?? 0;
  if (marks > 4) throw new Complaint(`A maximum of 4 blocks with cache_control may be provided. Found ${marks}.`);
}

function checkTools(body: Body): void {
  const names = new Set<string>();
  for (const [index, tool] of asList(body['tools']).map(asRecord).entries()) {
    const name = asText(tool['name']);
    if (!NAME.test(name))
      throw new Complaint(`tools.${index}.custom.name: String should match pattern '${NAME.source}'`);
    if (names.has(name)) throw new Complaint('tools: Tool names must be unique.');
    names.add(name);
    const schema = asRecord(tool['input_schema']);
    if (schema['type'] !== 'object') throw new Complaint(`tools.${index}.custom.input_schema.type: Field required`);
    if (schema['anyOf'] ?? schema['oneOf'] ?? schema['allOf']) {
      throw new Complaint(
        `tools.${index}.custom.input_schema: input_schema does not support oneOf, allOf, or anyOf at the top level`,
      );
    }
  }
  const choice = asRecord(body['tool_choice']);
  if (choice['type'] === 'tool' && !names.has(asText(choice['name']))) {
    throw new Complaint(`Tool '${asText(choice['name'])}' not found in provided tools`);
  }
  if (body['tool_choice'] !== undefined && names.size === 0) {
    throw new Complaint('tool_choice may only be specified while providing tools');
  }
}

function checkTurns(messages: readonly Body[]): void {
  if (messages.length === 0) throw new Complaint('messages: at least one message is required');
  const used = new Set<string>();
  let open: readonly string[] = [];
  for (const [index, message] of messages.entries()) {
    const role = message['role'];
    const wanted = index % 2 === 0 ? 'user' : 'assistant';
    if (role !== wanted) {
      throw new Complaint(
        index === 0
          ? 'messages: first message must use the "user" role'
          : 'messages: roles must alternate between "user" and "assistant", but found multiple in a row',
      );
    }
    const blocks = blocksOf(message['content']);
    if (blocks.length === 0) throw new Complaint(`messages.${index}: all messages must have non-empty content`);
    for (const [at, block] of blocks.entries()) {
      if (block['type'] === 'text') checkText(block, `messages.${index}.content.${at}`);
    }
    if (role === 'user') {
      checkResults(blocks, open, index);
      open = [];
    } else open = checkCalls(blocks, used, index);
  }
  if (messages.at(-1)?.['role'] === 'assistant') {
    throw new Complaint(
      'This model does not support assistant message prefill. The conversation must end with a user message.',
    );
  }
}

function checkText(block: Body, at: string): void {
  const text = asText(block['text']);
  if (text === '') throw new Complaint(`${at}: text content blocks must be non-empty`);
  if (text.trim() === '') throw new Complaint(`${at}: text content blocks must contain non-whitespace text`);
}

function checkResults(blocks: readonly Body[], open: readonly string[], index: number): void {
  const given = blocks.filter(({ type }) => type === 'tool_result').map((block) => asText(block['tool_use_id']));
  for (const id of given) {
    if (!open.includes(id)) {
      throw new Complaint(
        `messages.${index}: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${id}. Each \`tool_result\` block must have a corresponding \`tool_use\` block in the previous message.`,
      );
    }
  }
  if (new Set(given).size !== given.length) {
    throw new Complaint(
      `messages.${index}: each tool_use must have a single result. Found multiple \`tool_result\` blocks`,
    );
  }
  const missing = open.filter((id) => !given.includes(id));
  const first = blocks.slice(0, given.length).every(({ type }) => type === 'tool_result');
  if (missing.length > 0 || !first) {
    throw new Complaint(
      `messages.${index - 1}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${missing.join(', ')}`,
    );
  }
}

function checkCalls(blocks: readonly Body[], used: Set<string>, index: number): string[] {
  const thinking = blocks.findLastIndex(({ type }) => type === 'thinking' || type === 'redacted_thinking');
  const other = blocks.findIndex(({ type }) => type === 'text' || type === 'tool_use');
  if (thinking > other && other >= 0) {
    throw new Complaint(`messages.${index}: thinking blocks must come first`);
  }
  const ids: string[] = [];
  for (const [at, block] of blocks.entries()) {
    const where = `messages.${index}.content.${at}`;
    if (block['type'] === 'thinking' && asText(block['signature']) === '') {
      throw new Complaint(`${where}.thinking.signature: Field required`);
    }
    if (block['type'] !== 'tool_use') continue;
    const id = asText(block['id']);
    if (!ID.test(id)) throw new Complaint(`${where}.tool_use.id: String should match pattern '${ID.source}'`);
    if (used.has(id)) throw new Complaint(`${where}: \`tool_use\` ids must be unique`);
    if (!NAME.test(asText(block['name']))) throw new Complaint(`${where}.tool_use.name: String should match pattern`);
    if (!isRecord(block['input'])) throw new Complaint(`${where}.tool_use.input: Input should be an object`);
    used.add(id);
    ids.push(id);
  }
  return ids;
}

/** A text stands for one block of it. */
export function blocksOf(content: unknown): readonly Body[] {
  return typeof content === 'string' ? [{ type: 'text', text: content }] : asList(content).map(asRecord);
}

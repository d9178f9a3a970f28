import { blocksOf, checkMessages } from './anthropic-rules.ts';
import {
  Complaint,
  type FakeAnswer,
  type FakeMessage,
  type FakeOptions,
  type FakeRequest,
  type FakeScript,
  type LlmFake,
  pieces,
} from './script.ts';
import {
  asList,
  asNumber,
  asRecord,
  asText,
  type Body,
  type Fault,
  type Protocol,
  sse,
  startFake,
  type View,
} from './start-fake.ts';
import type { Rendered } from './wire-server.ts';

/** Speaks Anthropic's messages, streamed. */
export function startAnthropicFake(script: FakeScript, options: FakeOptions = {}): Promise<LlmFake> {
  return startFake(anthropic, script, options);
}

const anthropic: Protocol = {
  base: '',
  models: {
    path: '/v1/models',
    answer: (names) => ({ data: names.map((id) => ({ id, type: 'model' })), has_more: false }),
  },
  route: (request) => (request.method === 'POST' && request.url?.split('?')[0] === '/v1/messages' ? 'answer' : null),
  keyOf: (headers) => headers['x-api-key'] ?? /^Bearer (.+)$/.exec(headers['authorization'] ?? '')?.[1] ?? null,
  view,
  check(body, options, headers) {
    if (!headers['anthropic-version']) throw new Complaint('anthropic-version: header is required');
    checkMessages(body, options);
  },
  render,
  error: (complaint) => ({
    type: 'error',
    error: { type: complaint.kind, message: complaint.message },
    request_id: 'req_fake',
  }),
  fault,
  errorEvents: (model) => [
    start(model, {}),
    event({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }),
    event({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'I ' } }),
    event({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }),
  ],
};

/** The tool that the model must call to answer; null when it may answer in words. */
function answerTool(body: Body): Body | null {
  const choice = asRecord(body['tool_choice']);
  const tools = asList(body['tools']).map(asRecord);
  if (choice['type'] === 'tool') return tools.find((tool) => tool['name'] === choice['name']) ?? null;
  return choice['type'] === 'any' ? (tools.at(-1) ?? null) : null;
}

function view(body: Body): View {
  const names = new Map<string, string>();
  const messages: FakeMessage[] = [];
  for (const message of asList(body['messages']).map(asRecord)) {
    const blocks = blocksOf(message['content']);
    const text = blocks
      .filter(({ type }) => type === 'text')
      .map((block) => asText(block['text']))
      .join('');
    if (message['role'] === 'assistant') {
      const calls = blocks
        .filter(({ type }) => type === 'tool_use')
        .map((block) => ({ id: asText(block['id']), name: asText(block['name']), args: block['input'] }));
      for (const call of calls) names.set(call.id, call.name);
      messages.push({ role: 'assistant', text, calls });
      continue;
    }
    for (const block of blocks.filter(({ type }) => type === 'tool_result')) {
      const id = asText(block['tool_use_id']);
      const content = blocksOf(block['content']).map((part) => asText(part['text']));
      messages.push({ role: 'tool', text: content.join(''), calls: [{ id, name: names.get(id) ?? '', args: null }] });
    }
    if (text !== '') messages.push({ role: 'user', text, calls: [] });
  }
  const answer = answerTool(body);
  return {
    model: asText(body['model']),
    system: blocksOf(body['system'])
      .map((block) => asText(block['text']))
      .join('\n\n'),
    messages,
    tools: asList(body['tools'])
      .map(asRecord)
      .filter((tool) => tool !== answer && tool['name'] !== answer?.['name'])
      .map((tool) => asText(tool['name'])),
    temperature: asNumber(body['temperature']),
    maxTokens: asNumber(body['max_tokens']),
    schema: answer?.['input_schema'] ?? null,
  };
}

function event(value: { readonly type: string } & Readonly<Record<string, unknown>>): string {
  return sse(value, value.type);
}

function start(model: string, usage: NonNullable<FakeAnswer['usage']>): string {
  const { input = 100, cached = 0 } = usage;
  return event({
    type: 'message_start',
    message: {
      id: 'msg_fake',
      type: 'message',
      role: 'assistant',
      model,
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage: {
        input_tokens: input - cached,
        cache_creation_input_tokens: 0,
        cache_read_input_tokens: cached,
        output_tokens: 1,
      },
    },
  });
}

function render(answer: FakeAnswer, request: FakeRequest, nth: number): Rendered {
  const said = [start(request.model, answer.usage ?? {}), event({ type: 'ping' })];
  let index = 0;
  const block = (content: Readonly<Record<string, unknown>>, deltas: readonly unknown[]) => {
    said.push(event({ type: 'content_block_start', index, content_block: content }));
    for (const delta of deltas) said.push(event({ type: 'content_block_delta', index, delta }));
    said.push(event({ type: 'content_block_stop', index }));
    index += 1;
  };
  const json = (text: string) =>
    text.match(/[\s\S]{1,7}/gu)?.map((partial_json) => ({ type: 'input_json_delta', partial_json }));
  if (answer.thinking !== undefined) {
    block({ type: 'thinking', thinking: '', signature: '' }, [
      { type: 'thinking_delta', thinking: answer.thinking },
      { type: 'signature_delta', signature: `signed-${nth}` },
    ]);
  }
  const words = pieces(answer.text);
  const forced = answerTool(request.body);
  if (forced && !answer.calls) {
    block({ type: 'tool_use', id: `toolu_fake${nth}`, name: forced['name'], input: {} }, json(words.join('')) ?? []);
  } else if (words.length > 0) {
    block(
      { type: 'text', text: '' },
      words.map((text) => ({ type: 'text_delta', text })),
    );
  }
  for (const [at, call] of (answer.calls ?? []).entries()) {
    const args = call.rawArgs ?? JSON.stringify(call.args);
    block({ type: 'tool_use', id: call.id ?? `toolu_fake${nth}x${at}`, name: call.name, input: {} }, json(args) ?? []);
  }
  const stops = { end: 'end_turn', length: 'max_tokens', refused: 'refusal' } as const;
  const calling = (answer.calls?.length ?? 0) > 0 || forced !== null;
  const closing = [
    event({
      type: 'message_delta',
      delta: { stop_reason: answer.stop ? stops[answer.stop] : calling ? 'tool_use' : 'end_turn', stop_sequence: null },
      usage: { output_tokens: answer.usage?.output ?? 20 },
    }),
    event({ type: 'message_stop' }),
  ];
  return { said, closing };
}

function fault({ fault: kind, retryAfterMs }: Parameters<Protocol['fault']>[0], model: string): Fault {
  const headers: Record<string, string> =
    retryAfterMs === undefined ? {} : { 'retry-after': String(Math.ceil(retryAfterMs / 1000)) };
  const complain = (status: number, type: string, message: string): Fault => ({
    headers,
    complaint: new Complaint(message, { status, kind: type }),
  });
  switch (kind) {
    case 'rate-limited':
      return complain(429, 'rate_limit_error', 'This request would exceed the rate limit of your organization.');
    case 'quota':
      return complain(400, 'invalid_request_error', 'Your credit balance is too low to access the Anthropic API.');
    case 'key':
      return complain(401, 'authentication_error', 'invalid x-api-key');
    case 'no-such-model':
      return complain(404, 'not_found_error', `model: ${model}`);
    case 'context-too-long':
      return complain(400, 'invalid_request_error', 'prompt is too long: 215000 tokens > 200000 maximum');
    case 'refused':
      return complain(400, 'invalid_request_error', 'Output blocked by content filtering policy');
    case 'overloaded':
      return complain(529, 'overloaded_error', 'Overloaded');
    default:
      return complain(400, 'invalid_request_error', 'messages: Field required');
  }
}

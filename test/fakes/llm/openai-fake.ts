import { checkChat } from './openai-rules.ts';
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

/**
 * Speaks OpenAI's chat completions (streamed) and embeddings, so also for Ollama, vLLM and llama.cpp.
 * @example const fake = await startOpenAiFake(['Hello.', { calls: [{ name: 'balance', args: {} }] }, { fault: 'rate-limited', retryAfterMs: 2000 }]);
 */
export function startOpenAiFake(script: FakeScript, options: FakeOptions = {}): Promise<LlmFake> {
  return startFake(openai, script, options);
}

const openai: Protocol = {
  base: '/v1',
  models: {
    path: '/v1/models',
    answer: (names) => ({ object: 'list', data: names.map((id) => ({ id, object: 'model' })) }),
  },
  route(request) {
    const path = (request.url ?? '').split('?')[0];
    if (request.method !== 'POST') return null;
    if (path === '/v1/chat/completions') return 'answer';
    return path === '/v1/embeddings' ? 'embed' : null;
  },
  keyOf: (headers) => /^Bearer (.+)$/.exec(headers['authorization'] ?? '')?.[1] ?? null,
  view,
  check: checkChat,
  render,
  error: (complaint) => ({
    error: {
      message: complaint.message,
      type: complaint.status >= 500 ? 'server_error' : (TYPES[complaint.kind] ?? 'invalid_request_error'),
      param: complaint.param,
      code: complaint.kind === 'invalid_request_error' ? null : complaint.kind,
    },
  }),
  fault,
  errorEvents: (model) => [
    chunk(model, { delta: { role: 'assistant', content: 'I ' } }),
    sse({
      error: { message: 'The server had an error while processing your request.', type: 'server_error', code: null },
    }),
  ],
  embed,
};

/** The type that goes with a code. */
const TYPES: Readonly<Record<string, string>> = {
  insufficient_quota: 'insufficient_quota',
  rate_limit_exceeded: 'requests',
  server_error: 'server_error',
};

function view(body: Body): View {
  const names = new Map<string, string>();
  const messages = asList(body['messages']).map(asRecord);
  const read: FakeMessage[] = [];
  for (const message of messages) {
    const role = message['role'];
    if (role === 'tool') {
      const id = asText(message['tool_call_id']);
      read.push({ role, text: content(message), calls: [{ id, name: names.get(id) ?? '', args: null }] });
    } else if (role === 'user' || role === 'assistant') {
      const calls = asList(message['tool_calls'])
        .map(asRecord)
        .map((call) => {
          const called = asRecord(call['function']);
          names.set(asText(call['id']), asText(called['name']));
          return { id: asText(call['id']), name: asText(called['name']), args: parsed(asText(called['arguments'])) };
        });
      read.push({ role, text: content(message), calls });
    }
  }
  const format = asRecord(body['response_format']);
  return {
    model: asText(body['model']),
    system: messages
      .filter(({ role }) => role === 'system' || role === 'developer')
      .map(content)
      .join('\n\n'),
    messages: read,
    tools: asList(body['tools']).map((tool) => asText(asRecord(asRecord(tool)['function'])['name'])),
    temperature: asNumber(body['temperature']),
    maxTokens: asNumber(body['max_completion_tokens'] ?? body['max_tokens']),
    schema: asRecord(format['json_schema'])['schema'] ?? null,
  };
}

function content(message: Body): string {
  const value = message['content'];
  if (typeof value === 'string') return value;
  return asList(value)
    .map((part) => asText(asRecord(part)['text']))
    .join('');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function chunk(model: string, choice: Readonly<Record<string, unknown>> | null, usage?: unknown): string {
  return sse({
    id: 'chatcmpl-fake',
    object: 'chat.completion.chunk',
    created: 1_790_000_000,
    model,
    service_tier: 'default',
    choices: choice ? [{ index: 0, logprobs: null, finish_reason: null, ...choice }] : [],
    ...(usage === undefined ? {} : { usage }),
  });
}

function render(answer: FakeAnswer, request: FakeRequest, nth: number): Rendered {
  const { model } = request;
  const said = [chunk(model, { delta: { role: 'assistant', content: '', refusal: null } })];
  // As vLLM and others send what a reasoning model thinks.
  if (answer.thinking !== undefined) said.push(chunk(model, { delta: { reasoning_content: answer.thinking } }));
  for (const piece of pieces(answer.text)) said.push(chunk(model, { delta: { content: piece } }));
  const calls = answer.calls ?? [];
  for (const [index, call] of calls.entries()) {
    const id = call.id ?? `call_fake${nth}x${index}`;
    const args = call.rawArgs ?? JSON.stringify(call.args);
    said.push(toolDelta(model, { index, id, type: 'function', function: { name: call.name, arguments: '' } }));
    for (let at = 0; at < args.length; at += 7) {
      said.push(toolDelta(model, { index, function: { arguments: args.slice(at, at + 7) } }));
    }
  }
  const stops = { end: 'stop', length: 'length', refused: 'content_filter' } as const;
  const reason = answer.stop ? stops[answer.stop] : calls.length > 0 ? 'tool_calls' : 'stop';
  const closing = [chunk(model, { delta: {}, finish_reason: reason })];
  if (asRecord(request.body['stream_options'])['include_usage'] === true) {
    const { input = 100, output = 20, cached = 0 } = answer.usage ?? {};
    closing.push(
      chunk(model, null, {
        prompt_tokens: input,
        completion_tokens: output,
        total_tokens: input + output,
        prompt_tokens_details: { cached_tokens: cached },
      }),
    );
  }
  return { said, closing: [...closing, 'data: [DONE]\n\n'] };
}

function toolDelta(model: string, call: unknown): string {
  return chunk(model, { delta: { tool_calls: [call] } });
}

function fault({ fault: kind, retryAfterMs }: Parameters<Protocol['fault']>[0], model: string): Fault {
  const headers: Record<string, string> = retryAfterMs === undefined ? {} : { 'retry-after-ms': String(retryAfterMs) };
  const complain = (status: number, code: string, message: string, param?: string): Fault => ({
    headers,
    complaint: new Complaint(message, { status, kind: code, ...(param === undefined ? {} : { param }) }),
  });
  switch (kind) {
    case 'rate-limited':
      return complain(429, 'rate_limit_exceeded', `Rate limit reached for ${model} on requests per min (RPM).`);
    case 'quota':
      return complain(
        429,
        'insufficient_quota',
        'You exceeded your current quota, please check your plan and billing.',
      );
    case 'key':
      return complain(401, 'invalid_api_key', 'Incorrect API key provided');
    case 'no-such-model':
      return complain(404, 'model_not_found', `The model \`${model}\` does not exist or you do not have access to it.`);
    case 'context-too-long':
      return complain(
        400,
        'context_length_exceeded',
        "This model's maximum context length is 128000 tokens.",
        'messages',
      );
    case 'refused':
      return complain(400, 'content_filter', 'The response was filtered.', 'prompt');
    case 'overloaded':
      return complain(503, 'server_error', 'The engine is currently overloaded, please try again later.');
    default:
      return complain(400, 'invalid_request_error', 'Invalid request.');
  }
}

function embed(body: Body, options: FakeOptions): ReturnType<NonNullable<Protocol['embed']>> {
  const model = asText(body['model']);
  const texts = typeof body['input'] === 'string' ? [body['input']] : asList(body['input']).map(asText);
  if (texts.length === 0 || texts.some((text) => text === '')) {
    throw new Complaint("'$.input' is invalid.", { param: 'input' });
  }
  if (texts.length > 2048) throw new Complaint("'$.input' is too long: at most 2048 texts.", { param: 'input' });
  const asked = asNumber(body['dimensions']);
  const size = asked ?? options.dimensions?.[model] ?? 8;
  const base64 = body['encoding_format'] === 'base64';
  const data = texts.map((text, index) => {
    const vector = vectorOf(text, size);
    const embedding = base64 ? Buffer.from(vector.buffer).toString('base64') : [...vector];
    return { object: 'embedding', index, embedding };
  });
  const tokens = texts.reduce((sum, text) => sum + Math.ceil(text.length / 4), 0);
  return {
    seen: { model, texts },
    answer: { object: 'list', data, model, usage: { prompt_tokens: tokens, total_tokens: tokens } },
  };
}

/** The same text gives the same unit vector; texts that share words lie closer. */
function vectorOf(text: string, size: number): Float32Array<ArrayBuffer> {
  const vector = new Float32Array(size);
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? ['']) {
    let hash = 2166136261;
    for (const character of word) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16777619) >>> 0;
    const at = hash % size;
    vector[at] = (vector[at] ?? 0) + 1;
  }
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
}

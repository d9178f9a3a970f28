import { checkContents } from './google-rules.ts';
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
  isRecord,
  type Protocol,
  sse,
  startFake,
  type View,
} from './start-fake.ts';
import type { Rendered } from './wire-server.ts';

/** Speaks Google's streamGenerateContent, as server-sent events, with the signatures that newer models ask back. */
export function startGoogleFake(script: FakeScript, options: FakeOptions = {}): Promise<LlmFake> {
  return startFake(google, script, options);
}

const PATH = /^\/v1beta\/models\/([^/:]+):streamGenerateContent$/;

const google: Protocol = {
  base: '',
  models: {
    path: '/v1beta/models',
    answer: (names) => ({ models: names.map((name) => ({ name: `models/${name}` })) }),
  },
  route(request) {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://fake');
    return request.method === 'POST' && PATH.test(pathname) && searchParams.get('alt') === 'sse' ? 'answer' : null;
  },
  keyOf: (headers) => headers['x-goog-api-key'] ?? null,
  view,
  check: checkContents,
  render,
  error: (complaint) => ({
    error: {
      code: complaint.status,
      message: complaint.message,
      status: STATUS[complaint.status] ?? 'INVALID_ARGUMENT',
      ...(complaint.details.length > 0 ? { details: complaint.details } : {}),
    },
  }),
  fault,
  errorEvents: () => [
    sse({ candidates: [{ content: { parts: [{ text: 'I ' }], role: 'model' }, index: 0 }] }),
    sse({ error: { code: 503, message: 'The model is overloaded.', status: 'UNAVAILABLE' } }),
  ],
};

const STATUS: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  429: 'RESOURCE_EXHAUSTED',
  500: 'INTERNAL',
  503: 'UNAVAILABLE',
};

function view(body: Body, path: string): View {
  const messages: FakeMessage[] = [];
  for (const content of asList(body['contents']).map(asRecord)) {
    const parts = asList(content['parts']).map(asRecord);
    const text = parts.map((part) => asText(part['text'])).join('');
    if (content['role'] === 'model') {
      const calls = parts
        .filter((part) => isRecord(part['functionCall']))
        .map((part) => asRecord(part['functionCall']))
        .map((call) => ({ id: asText(call['id']), name: asText(call['name']), args: call['args'] }));
      messages.push({ role: 'assistant', text, calls });
      continue;
    }
    for (const part of parts.filter((one) => isRecord(one['functionResponse']))) {
      const response = asRecord(part['functionResponse']);
      const call = { id: asText(response['id']), name: asText(response['name']), args: null };
      messages.push({ role: 'tool', text: JSON.stringify(response['response']), calls: [call] });
    }
    if (text !== '') messages.push({ role: 'user', text, calls: [] });
  }
  const config = asRecord(body['generationConfig']);
  const system = asList(asRecord(body['systemInstruction'])['parts']).map((part) => asText(asRecord(part)['text']));
  return {
    model: PATH.exec(path.split('?')[0] ?? '')?.[1] ?? '',
    system: system.join('\n\n'),
    messages,
    tools: asList(body['tools']).flatMap((tool) =>
      asList(asRecord(tool)['functionDeclarations']).map((one) => asText(asRecord(one)['name'])),
    ),
    temperature: asNumber(config['temperature']),
    maxTokens: asNumber(config['maxOutputTokens']),
    schema: config['responseJsonSchema'] ?? null,
  };
}

function render(answer: FakeAnswer, request: FakeRequest, nth: number): Rendered {
  const { input = 100, output = 20, cached = 0 } = answer.usage ?? {};
  const usageMetadata = {
    promptTokenCount: input,
    candidatesTokenCount: output,
    ...(cached > 0 ? { cachedContentTokenCount: cached } : {}),
    totalTokenCount: input + output,
  };
  const chunk = (parts: readonly unknown[], finishReason?: string) =>
    sse({
      candidates: [{ content: { parts, role: 'model' }, index: 0, ...(finishReason ? { finishReason } : {}) }],
      usageMetadata,
      modelVersion: request.model,
      responseId: `fake${nth}`,
    });
  const said: string[] = [];
  if (answer.thinking !== undefined) said.push(chunk([{ text: answer.thinking, thought: true }]));
  for (const text of pieces(answer.text)) said.push(chunk([{ text }]));
  const calls = (answer.calls ?? []).map((call, index) => {
    const args: unknown = call.rawArgs === undefined ? call.args : JSON.parse(call.rawArgs);
    // Of calls made side by side the first alone is signed.
    const made = Buffer.from(`signed ${nth}`).toString('base64');
    const signature = call.signature ?? (index === 0 ? made : undefined);
    return {
      functionCall: { name: call.name, args, ...(call.id === undefined ? {} : { id: call.id }) },
      ...(signature === undefined ? {} : { thoughtSignature: signature }),
    };
  });
  if (calls.length > 0) said.push(chunk(calls));
  const stops = { end: 'STOP', length: 'MAX_TOKENS', refused: 'SAFETY' } as const;
  return { said, closing: [chunk([{ text: '' }], stops[answer.stop ?? 'end'])] };
}

function fault({ fault: kind, retryAfterMs }: Parameters<Protocol['fault']>[0], model: string): Fault {
  const complain = (status: number, message: string, details: readonly unknown[] = []): Fault => ({
    complaint: new Complaint(message, { status, details }),
  });
  const retry =
    retryAfterMs === undefined
      ? []
      : [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: `${retryAfterMs / 1000}s` }];
  const limit = (quotaId: string) => ({
    '@type': 'type.googleapis.com/google.rpc.QuotaFailure',
    violations: [{ quotaMetric: 'generativelanguage.googleapis.com/generate_content_requests', quotaId }],
  });
  const exceeded = 'You exceeded your current quota, please check your plan and billing details.';
  switch (kind) {
    case 'rate-limited':
      return complain(429, exceeded, [limit('GenerateRequestsPerMinutePerProjectPerModel'), ...retry]);
    case 'quota':
      return complain(429, exceeded, [limit('GenerateRequestsPerDayPerProjectPerModel'), ...retry]);
    case 'key':
      return complain(400, 'API key not valid. Please pass a valid API key.', [
        { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'API_KEY_INVALID' },
      ]);
    case 'no-such-model':
      return complain(404, `models/${model} is not found for API version v1beta.`);
    case 'context-too-long':
      return complain(400, 'The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).');
    case 'refused':
      return {
        events: [
          sse({
            promptFeedback: { blockReason: 'PROHIBITED_CONTENT' },
            usageMetadata: { promptTokenCount: 100, totalTokenCount: 100 },
          }),
        ],
      };
    case 'overloaded':
      return complain(503, 'The model is overloaded. Please try again later.');
    default:
      return complain(400, 'Request contains an invalid argument.');
  }
}

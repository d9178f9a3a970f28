import type { Model, ModelEvent, ModelMessage, ModelRequest, ModelToolCall } from './model.ts';

/** Takes what must not leave the company out of texts and puts it back in; made anew for every request. */
export interface TextMask {
  mask(text: string): string;
  unmask(text: string): string;
  unmasking(): { push(text: string): string; flush(): string };
}

/** Said to a model that gets placeholders. */
export const MASK_NOTE =
  'Words such as EMAIL_K3F9A2, PHONE_K3F9A2 or PERSON_K3F9A2 stand for data that you do not see. Use them exactly as they are wherever the data belongs, also in what a tool takes.';

/** A model whose requests say more: whose names stand in them, and how strict it is with them. */
export function withLimits(
  model: Model,
  limits: () => Promise<Pick<ModelRequest, 'people' | 'outside'>> | Pick<ModelRequest, 'people' | 'outside'>,
): Model {
  return {
    ...model,
    async *stream(request, signal) {
      yield* model.stream({ ...request, ...(await limits()) }, signal);
    },
  };
}

/** A model that sees masked texts alone. @param maskFor null: the request may go as it is */
export function maskedModel(model: Model, maskFor: (request: ModelRequest) => TextMask | null): Model {
  return {
    ...model,
    async *stream(request, signal) {
      const mask = maskFor(request);
      if (mask === null) return yield* model.stream(request, signal);
      const words = mask.unmasking();
      for await (const event of model.stream(maskedRequest(request, mask), signal)) {
        if (event.type === 'text') {
          const text = words.push(event.text);
          if (text !== '') yield { type: 'text', text };
          continue;
        }
        const rest = words.flush();
        if (rest !== '') yield { type: 'text', text: rest };
        yield unmasked(event, mask);
      }
    },
  };
}

/** All that a provider could send on: prompts, messages, calls, outcomes, descriptions of tools. */
function maskedRequest(request: ModelRequest, { mask }: TextMask): ModelRequest {
  return {
    ...request,
    system: [...request.system.map(mask), MASK_NOTE],
    messages: request.messages.map((message): ModelMessage => {
      if (message.role === 'user') return { ...message, text: mask(message.text) };
      if (message.role === 'tool') return { ...message, content: mask(message.content) };
      const calls = message.calls.map((call) => ({ ...call, args: mapped(call.args, mask) as ModelToolCall['args'] }));
      return { ...message, text: mask(message.text), calls };
    }),
    tools: request.tools.map((tool) => ({ ...tool, description: mask(tool.description) })),
  };
}

function unmasked(event: ModelEvent, { unmask }: TextMask): ModelEvent {
  if (event.type === 'call')
    return { ...event, call: { ...event.call, args: mapped(event.call.args, unmask) as ModelToolCall['args'] } };
  return event.type === 'suggestions' ? { ...event, suggestions: event.suggestions.map(unmask) } : event;
}

function mapped(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((one) => mapped(one, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, mapped(one, change)]));
}

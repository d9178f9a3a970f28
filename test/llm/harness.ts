import type {
  Focus,
  Model,
  ModelEvent,
  ModelMessage,
  ModelRequest,
  ModelTool,
  ModelToolCall,
  Situation,
} from '../../sidecar/llm/model.ts';
import { createOfflineModel } from '../../sidecar/llm/offline/offline-model.ts';
import { situation } from '../fakes/situation.ts';

export const LEAVE_TOOLS: readonly ModelTool[] = [
  'check_leave_balance',
  'get_leave_requests',
  'submit_leave_request',
  'cancel_leave_request',
  'get_holidays',
].map((name) => ({ name, description: name, parameters: {} }));

export interface Round {
  readonly text: string;
  readonly calls: readonly ModelToolCall[];
  readonly suggestions: readonly string[];
  readonly focus: Focus;
}

/** One round of the model over the messages given. */
export async function round(
  messages: readonly ModelMessage[],
  more: Partial<Situation> = {},
  options: { readonly model?: Model; readonly tools?: readonly ModelTool[] } = {},
): Promise<Round> {
  const request: ModelRequest = {
    system: [],
    messages,
    tools: options.tools ?? LEAVE_TOOLS,
    situation: situation(more),
  };
  const events: ModelEvent[] = [];
  for await (const event of (options.model ?? createOfflineModel()).stream(request, new AbortController().signal))
    events.push(event);
  return {
    text: events.map((event) => (event.type === 'text' ? event.text : '')).join(''),
    calls: events.flatMap((event) => (event.type === 'call' ? [event.call] : [])),
    suggestions: events.flatMap((event) => (event.type === 'suggestions' ? event.suggestions : [])),
    focus: events.findLast((event) => event.type === 'focus')?.focus ?? {},
  };
}

export const user = (text: string): ModelMessage => ({ role: 'user', text });

/** What the model does with a first message. */
export const said = (text: string, more: Partial<Situation> = {}): Promise<Round> => round([user(text)], more);

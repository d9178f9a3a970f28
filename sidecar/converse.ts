import { type AgentEvent, type AgentResult, runAgent } from './agents/loop.ts';
import type { AgentRegistry } from './agents/registry.ts';
import type { Model } from './llm/model.ts';
import type { Converse, ConverseEvent } from './turn/deps.ts';

/**
 * Lets the turn talk with the agents of a person: all their tools and prompts in one loop of the given model. The turn
 * pulls the events; the loop waits for it, so that nothing piles up.
 */
export function converseWith(options: {
  readonly registry: AgentRegistry;
  readonly model: Model;
  readonly budgetMs: number;
}): Converse {
  const { registry, model, budgetMs } = options;
  return async function* converse(request, signal) {
    const agents = registry.agentsFor(request.person);
    const channel = rendezvous<ConverseEvent>();
    const used = new Set<string>();
    const run = runAgent({
      model,
      system: [...agents.map((agent) => agent.prompt(request.person)), ...request.system],
      messages: request.messages,
      tools: registry.toolsFor(request.person),
      situation: request.situation,
      callTool: (type, args) => {
        used.add(type.slice(0, type.indexOf('.')));
        return request.callTool(type, args);
      },
      emit: (event) => channel.put(turnEvent(event)),
      signal,
      budgetMs,
    }).then(
      (result) => channel.end(lastEvents(result, model.id, used)),
      (error: unknown) => channel.fail(error),
    );
    try {
      yield* channel.take();
    } finally {
      channel.close();
      await run;
    }
  };
}

function turnEvent(event: AgentEvent): ConverseEvent {
  switch (event.type) {
    case 'text.delta':
      return { type: 'text', text: event.text };
    case 'tool.started':
      return { type: 'tool.started', callId: event.call_id, tool: event.tool, label: event.label };
    case 'tool.done':
      return { type: 'tool.done', callId: event.call_id, tool: event.tool, ok: event.ok, label: event.label };
    case 'suggestion':
      return { type: 'suggestions', suggestions: event.suggestions };
  }
}

function lastEvents(result: AgentResult, model: string, used: ReadonlySet<string>): ConverseEvent[] {
  const [agent] = used;
  return [
    ...(result.focus ? [{ type: 'focus', focus: result.focus } as const] : []),
    { type: 'done', model, agent: agent ?? null, tokens: result.usage.inputTokens + result.usage.outputTokens },
  ];
}

/** One producer, one consumer: `put` resolves when the consumer has come back for more. */
function rendezvous<T>() {
  type Item = { readonly value: T; readonly taken: () => void } | { readonly end: true; readonly error?: unknown };
  const items: Item[] = [];
  let wake: () => void = () => undefined;
  let closed = false;
  const push = (item: Item) => {
    items.push(item);
    wake();
  };
  return {
    put: (value: T) =>
      new Promise<void>((taken) => {
        // Nobody listens any more: the loop ends by its signal, not by waiting here.
        if (closed) taken();
        else push({ value, taken });
      }),
    end(values: readonly T[]): void {
      for (const value of values) push({ value, taken: () => undefined });
      push({ end: true });
    },
    fail(error: unknown): void {
      push({ end: true, error });
    },
    close(): void {
      closed = true;
      for (const item of items.splice(0)) if ('taken' in item) item.taken();
    },
    async *take(): AsyncGenerator<T> {
      for (;;) {
        const item = items.shift();
        if (item === undefined) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        } else if ('end' in item) {
          if ('error' in item) throw item.error;
          return;
        } else {
          yield item.value;
          item.taken();
        }
      }
    },
  };
}

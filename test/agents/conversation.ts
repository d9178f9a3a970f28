import { hrAgent } from '../../sidecar/agents/hr/hr-agent.ts';
import { type AgentEvent, type AgentResult, runAgent } from '../../sidecar/agents/loop.ts';
import type { Focus, ModelMessage, Situation } from '../../sidecar/llm/model.ts';
import { createOfflineModel } from '../../sidecar/llm/offline/offline-model.ts';
import { type LeaveSite, leaveSite, toolCaller, toolContext } from '../fakes/leave-site.ts';
import { situation } from '../fakes/situation.ts';

export interface Said extends AgentResult {
  readonly events: readonly AgentEvent[];
  /** Parameters of the card that is open now. */
  readonly card: Readonly<Record<string, unknown>> | null;
}

/** A conversation of one employee with the offline model over the real loop and the real leave tools. */
export function conversation(site: LeaveSite = leaveSite(), more: Partial<Situation> = {}) {
  const messages: ModelMessage[] = [];
  let focus: Focus = {};
  let pending: Situation['pending'] = null;
  const model = createOfflineModel();
  const now = Date.parse('2026-11-23T15:00:00Z');
  return {
    site,
    /** What a yes, a no or an expiry does to the card. */
    closeCard() {
      pending = null;
    },
    async say(text: string): Promise<Said> {
      messages.push({ role: 'user', text });
      const events: AgentEvent[] = [];
      let cards = 0;
      const result = await runAgent({
        model,
        system: [],
        messages: [...messages],
        tools: hrAgent.tools,
        situation: situation({ now, focus, pending, ...more }),
        callTool: toolCaller(
          hrAgent.tools,
          toolContext(site, { userText: text }),
          (tool, parameters, title) => {
            pending = { tool, parameters, title };
            cards += 1;
            return `act_${cards}`;
          },
          (tool) => pending?.tool === tool,
        ),
        emit: (event) => {
          events.push(event);
        },
        signal: new AbortController().signal,
      });
      messages.push(...result.messages);
      focus = result.focus ?? focus;
      return { ...result, events, card: pending?.parameters ?? null };
    },
  };
}

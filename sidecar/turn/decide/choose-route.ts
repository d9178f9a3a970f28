import { asVaError } from '../../lib/va-error.ts';
import { customWish } from '../../llm/custom-wish.ts';
import type { Model, ModelMessage, Situation } from '../../llm/model.ts';
import type { Person } from '../../people/person.ts';
import type { EngineDeps } from '../deps.ts';
import { modelRoute } from './model-route.ts';
import { localRoute, type Route } from './route.ts';

export const EVERYTHING: Route = { agents: null, plan: null, by: 'all', tokens: 0 };

export interface RouteContext {
  readonly deps: Pick<EngineDeps, 'agents' | 'settings' | 'log'>;
  readonly model: Model;
  readonly person: Person;
  readonly text: string;
  /** The last few messages before. */
  readonly before: readonly ModelMessage[];
  readonly situation: Situation;
  readonly spoken: boolean;
  /** Of the last change of this conversation. */
  readonly lastAgent: string | null;
  readonly signal: AbortSignal;
}

/** The words first; a model only when they leave it open; everything when that does not help either. */
export async function chooseRoute(context: RouteContext): Promise<Route> {
  const { deps, model, person, text, situation } = context;
  // Rules find their tool themselves.
  if (model.rules === true || deps.settings.turn.agentsOffered === 'all') return EVERYTHING;
  const agents = deps.agents.agentsFor(person);
  const tools = deps.agents.toolsFor(person);
  const agentOf = (tool: string | undefined) => tools.find(({ name }) => name === tool)?.agent ?? null;
  const local = localRoute({
    text,
    agents: agents.map(({ id }) => id),
    tools: tools.length,
    about: {
      card: agentOf(situation.pending?.tool),
      asked: agentOf(situation.focus.filling?.tool),
      last: agentOf(situation.focus.lastTool) ?? context.lastAgent,
    },
    writes: (name) => tools.some((tool) => tool.name === name && tool.kind === 'write'),
    own: customWish(text, deps.agents.guidesFor(person))?.guide.agent ?? null,
  });
  if (local.by !== 'unsure') return local;
  const question = {
    text,
    before: context.before,
    agents,
    isCompound: local.isCompound,
    situation,
    payer: { employee: person.employee.id, company: person.company.name },
    spoken: context.spoken,
    budgetMs: deps.settings.turn.routeMs,
  };
  try {
    const route = await modelRoute(model, question, context.signal);
    if (route === null) deps.log.warn('a model did not say whom words are for', { model: model.id });
    return route ?? EVERYTHING;
  } catch (error) {
    context.signal.throwIfAborted();
    deps.log.warn('whom words are for could not be asked', { code: asVaError(error).code }, error);
    return EVERYTHING;
  }
}

import { describe, expect, it } from 'vitest';
import { isLabel, type Label } from '../../sidecar/language/nlu/labels.ts';
import { type LocalRoute, localRoute, type RouteFacts } from '../../sidecar/turn/decide/route.ts';

const AGENTS = ['hr', 'operations', 'calendar', 'finance', 'crm', 'knowledge', 'communication'];
const facts = (text: string, more: Partial<RouteFacts> = {}): RouteFacts => ({
  text,
  agents: AGENTS,
  tools: 48,
  about: { card: null, asked: null, last: null },
  own: null,
  writes: (tool) => /^(?:submit|create|send)_/u.test(tool),
  ...more,
});
const scored = (scores: Readonly<Partial<Record<Label, number>>>) => () =>
  Object.entries(scores).flatMap(([label, score]) => (isLabel(label) ? [{ label, score }] : []));
const agentsOf = (route: LocalRoute) => (route.by === 'unsure' ? 'unsure' : route.agents);

describe('which agents a model gets', () => {
  it('is read off the words when they are clear: the one meant, and who may be meant too', () => {
    expect(agentsOf(localRoute(facts('x y'), scored({ check_leave_balance: 0.9 })))).toEqual(['hr']);
    const both = scored({ submit_leave_request: 0.7, schedule_meeting: 0.2, create_lead: 0.05 });
    expect(agentsOf(localRoute(facts('x y'), both))).toEqual(['hr', 'calendar']);
  });

  it('is all of them when there are few tools', () => {
    expect(localRoute(facts('hm', { tools: 8 })).by).toBe('few');
    expect(localRoute(facts('hm', { agents: ['hr'] })).by).toBe('few');
  });

  it('is nobody whom the person does not have', () => {
    expect(agentsOf(localRoute(facts('x', { agents: ['hr', 'crm'] }), scored({ submit_expense: 0.9 })))).toEqual([]);
  });

  it('is whom the talk is about, and whom the words may be for besides', () => {
    const vague = scored({ other: 0.9 });
    const about = { card: 'calendar', asked: null, last: null };
    expect(agentsOf(localRoute(facts('make it later', { about }), vague))).toEqual(['calendar']);
    const asked = { card: null, asked: 'finance', last: 'hr' };
    expect(agentsOf(localRoute(facts('the second', { about: asked }), vague))).toEqual(['finance']);
    const last = { card: null, asked: null, last: 'crm' };
    expect(agentsOf(localRoute(facts('and Globex?', { about: last }), vague))).toEqual(['crm']);
    expect(agentsOf(localRoute(facts('x'.repeat(3), { about: last }), scored({ get_my_tasks: 0.9 })))).toEqual([
      'operations',
      'crm',
    ]);
  });

  it('is the company’s own where its phrase stands in the words', () => {
    const agents = [...AGENTS, 'treasury'];
    const route = localRoute(facts('exchange rate of EUR', { agents, own: 'treasury' }), scored({ other: 0.9 }));
    expect(agentsOf(route)).toEqual(['treasury']);
  });

  it('is the knowledge of the company too when a question sounds like a wish', () => {
    const wish = scored({ submit_expense: 0.9 });
    expect(agentsOf(localRoute(facts('can I expense a taxi?'), wish))).toEqual(['finance', 'knowledge']);
    expect(agentsOf(localRoute(facts('expense a taxi for 20'), wish))).toEqual(['finance']);
  });

  it('is nobody for small talk', () => {
    expect(agentsOf(localRoute(facts('thanks a lot'), scored({ 'talk.thanks': 0.95 })))).toEqual([]);
  });

  it('has to be asked when the words say nothing, and whether they hold several wishes', () => {
    const unclear = scored({ other: 0.8 });
    expect(localRoute(facts('what about that thing with the numbers from before'), unclear)).toMatchObject({
      by: 'unsure',
      isCompound: false,
    });
    const text = 'see to it that I am free on Friday and that my lead hears of it';
    expect(localRoute(facts(text), scored({ submit_leave_request: 0.7 }))).toMatchObject({
      by: 'unsure',
      isCompound: true,
    });
    expect(agentsOf(localRoute(facts(text), scored({ submit_leave_request: 0.95 })))).toEqual(['hr']);
  });
});

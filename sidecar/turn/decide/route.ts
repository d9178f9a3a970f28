import { infoOf, type LabelScore } from '../../language/nlu/labels.ts';
import { recognise } from '../../language/nlu/recognise.ts';
import { wordsOf } from '../../language/normalise.ts';
import type { Plan } from './plan.ts';

/** Which agents a real model gets for some words. Rules need no route: they find their tool themselves. */
export interface Route {
  /** Ids; null: all that the person has. */
  readonly agents: readonly string[] | null;
  /** Several wishes that only a model could take apart. */
  readonly plan: Plan | null;
  /** `few`: there is nothing to choose from. `all`: nobody could tell. */
  readonly by: 'few' | 'words' | 'model' | 'all';
  readonly tokens: number;
}

export interface RouteFacts {
  readonly text: string;
  /** Ids of the person's agents. */
  readonly agents: readonly string[];
  /** Tools of all of them. */
  readonly tools: number;
  /** Agents that the talk is about: of the card in front, of what was asked, of the last tool. */
  readonly about: { readonly card: string | null; readonly asked: string | null; readonly last: string | null };
  /** The agent of the company's own whose phrase stands in the words. */
  readonly own: string | null;
  /** Whether a tool changes something. */
  readonly writes: (tool: string) => boolean;
}

/** What words alone say; `unsure`: a model has to be asked, and whether the words look like several wishes. */
export type LocalRoute = Route | { readonly by: 'unsure'; readonly isCompound: boolean };

/** So few tools are all offered: choosing costs more than it saves. */
const FEW_TOOLS = 12;
const SURE = 0.6;
const VERY_SURE = 0.85;
/** An agent that may be meant as well is offered too. */
const POSSIBLE = 0.12;
const MOST_AGENTS = 3;
const KNOWLEDGE = 'knowledge';
/** A follow-up has no more words. */
const FOLLOW_UP_WORDS = 6;
const COMPOUND = /\b(?:and|then|also|plus|as well as|after that|afterwards)\b|[;.!?]\s+\S/iu;
const COMPOUND_WORDS = 7;

/** Reads off the words, and off what the talk is about, which agents can be meant. */
export function localRoute(facts: RouteFacts, scorer: (text: string) => readonly LabelScore[] = recognise): LocalRoute {
  const { text, agents, about } = facts;
  const has = (agent: string | null): agent is string => agent !== null && agents.includes(agent);
  const chosen = (...ids: readonly (string | null)[]): Route => ({
    agents: agents.filter((id) => ids.includes(id)).slice(0, MOST_AGENTS + 1),
    plan: null,
    by: 'words',
    tokens: 0,
  });
  if (facts.tools <= FEW_TOOLS || agents.length < 2) return { agents: null, plan: null, by: 'few', tokens: 0 };
  const scores = scorer(text);
  const best = scores[0] ?? { label: 'other', score: 0 };
  const info = infoOf(best.label);
  const possible: string[] = scores
    .filter(({ score }) => score >= POSSIBLE)
    .flatMap(({ label }) => infoOf(label).agent ?? [])
    .slice(0, MOST_AGENTS);
  // "Can I expense a taxi?" asks for the rule, not for the claim.
  const isAsked = info.tool !== null && facts.writes(info.tool) && /\?\s*$/u.test(text);
  if (isAsked) possible.push(KNOWLEDGE);
  const words = wordsOf(text);
  const isCompound = COMPOUND.test(text) && words.length >= COMPOUND_WORDS;
  if (has(facts.own)) return chosen(facts.own, ...possible);
  // The talk is about something: that agent, and whoever else the words may be for.
  const [topic] = [about.card, about.asked].filter(has);
  if (topic !== undefined) return chosen(topic, ...possible);
  if (info.agent !== null && best.score >= SURE && (!isCompound || best.score >= VERY_SURE))
    return chosen(info.agent, about.last, ...possible);
  if (has(about.last) && words.length <= FOLLOW_UP_WORDS) return chosen(about.last, ...possible);
  const isTalk = best.label.startsWith('talk.') || best.label.startsWith('meta.');
  if (isTalk && best.score >= VERY_SURE && words.length <= FOLLOW_UP_WORDS) return chosen();
  return { by: 'unsure', isCompound };
}

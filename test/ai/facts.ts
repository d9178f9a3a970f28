import { differences, filled, has, type Moment } from './match.ts';
import type { Expecting, Seen } from './play.ts';

/**
 * What is asked of a real model: the same facts, tools, cards and documents as of the offline one, in words of its own.
 */

/** Changes and sends: a model may look up more than the scenario does, it may not want more. */
const WRITES = /^(?:submit|cancel|create|update|approve|reject|schedule|reschedule|set|send|notify|log)_/u;

type Call = { readonly name: string; readonly args: Readonly<Record<string, unknown>> };

/** Every expected call was made, in that order, with what is expected of it; no other change was wanted. */
export function callProblems({ tools }: Expecting, calls: readonly Call[], moment: Moment): readonly string[] {
  if (tools === undefined) return [];
  let from = 0;
  const used = new Set<Call>();
  const missing = tools.flatMap((tool) => {
    const rest = calls.slice(from).filter((call) => call.name === tool.name);
    // It may need two tries: one of them has to fit.
    const fitting = rest.find((call) => differences(call.args, tool.args, moment, tool.name).length === 0);
    const best = fitting ?? rest[0];
    if (best === undefined) return [`did not call ${tool.name}`];
    for (const call of rest) used.add(call);
    from = calls.indexOf(best) + 1;
    return fitting === undefined ? differences(best.args, tool.args, moment, tool.name) : [];
  });
  const more = calls
    .filter((call) => WRITES.test(call.name) && !used.has(call))
    .map(({ name }) => `called ${name} too`);
  return [...missing, ...more];
}

/** Figures and names that the answer must have stand in it or beside it; sources and what it must not have as ever. */
export function factProblems(turn: Expecting, seen: Seen, moment: Moment): readonly string[] {
  const shown = [seen.answer, JSON.stringify(seen.cards), JSON.stringify(seen.visuals), seen.sources].join(' ');
  const known = figuresIn(shown);
  const wanted = (turn.answer?.has ?? [])
    .filter((words) => !words.startsWith('/'))
    .map((words) => filled(words, moment));
  const figures = wanted.flatMap((words) => [...figuresIn(words)]).filter((figure) => !known.has(figure));
  const names = wanted.flatMap(namesIn).filter((name) => !shown.toLowerCase().includes(name.toLowerCase()));
  const unwanted = (turn.answer?.not ?? []).filter((words) => has(seen.answer, words, moment));
  return [
    ...new Set(figures.map((figure) => `the figure ${figure} is missing`)),
    ...new Set(names.map((name) => `the name ${name} is missing`)),
    ...unwanted.map((words) => `the answer has "${words}"`),
    ...(turn.sources ?? [])
      .filter((words) => !has(seen.sources, words, moment))
      .map((words) => `the sources lack "${words}"`),
  ];
}

function figuresIn(text: string): ReadonlySet<string> {
  const found = text.match(/\d+(?:[.,]\d+)*/gu) ?? [];
  return new Set(found.map((one) => one.replace(/,/gu, '').replace(/\.0+$/u, '')));
}

/** First and last name, or several words of a title. */
function namesIn(words: string): readonly string[] {
  return words.match(/\p{Lu}[\p{L}'-]+(?: \p{Lu}[\p{L}'-]+)+/gu) ?? [];
}

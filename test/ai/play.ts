import type { ActionCard } from '@dartwing-va/contract/turn-events.ts';
import type { Visual } from '@dartwing-va/contract/visuals.ts';
import { systemClock } from '../../sidecar/lib/clock.ts';
import type { Employee } from '../flow/company.ts';
import { callProblems, factProblems } from './facts.ts';
import { differences, filled, has, type Moment } from './match.ts';
import type { ExpectedCard, ExpectedDocuments, Given, Scenario, ScenarioFile, Turn } from './scenario.ts';
import type { Stage } from './stage.ts';

/** Globex people by their short names; everybody else is of Acme. */
const GLOBEX = new Set(['erik', 'gina']);

/** `priya` is `priya@acme.test`; whole logins and Administrator stay. */
function login(who: string): string {
  if (who === 'Administrator' || who.includes('@')) return who;
  return `${who}@${GLOBEX.has(who) ? 'globex' : 'acme'}.test`;
}

/** What a turn came to, as a person has it on the page. */
export interface Seen {
  readonly answer: string;
  readonly cards: readonly ActionCard[];
  readonly suggestions: readonly string[];
  readonly visuals: readonly Visual[];
  readonly sources: string;
}

const NOTHING: Omit<Seen, 'answer'> = { cards: [], suggestions: [], visuals: [], sources: '[]' };

/** One scenario file in its company: prepares what the file gives, then plays each scenario on its own conversation. */
export function createPlayer(stage: Stage, file: ScenarioFile) {
  const { company } = stage;
  const isReal = stage.playedBy !== null;
  const people = new Map<
    string,
    Promise<{ readonly me: Employee; readonly employee: string; readonly timeZone: string }>
  >();
  const names = new Map<string, string>();

  async function person(who: string) {
    const user = login(who);
    const known =
      people.get(user) ??
      company.as(user).then(async (me) => {
        const { body } = await me.api('GET', '/me');
        return { me, employee: String(body.employee_id), timeZone: String(body.time_zone ?? 'America/Chicago') };
      });
    people.set(user, known);
    return await known;
  }

  const momentIn = (timeZone: string): Moment => ({ now: company.now(), timeZone, names });

  async function prepare(steps: readonly Given[], moment: Moment): Promise<void> {
    for (const step of steps) {
      const user = login(step.by ?? 'Administrator');
      const values = valuesOf(step.values, moment);
      if ('insert' in step) {
        const path = `/api/resource/${encodeURIComponent(step.insert)}`;
        const made = await stage.onSite(user, 'POST', path, { ...values, ...(step.submit ? { docstatus: 1 } : {}) });
        if (step.as !== undefined) names.set(step.as, String(made['name']));
        continue;
      }
      const rows = await company.rows(step.change, filtersOf(step.where, moment), ['name']);
      if (rows.length === 0) throw new Error(`no ${step.change} to change`);
      for (const row of rows) {
        const path = `/api/resource/${encodeURIComponent(step.change)}/${encodeURIComponent(String(row['name']))}`;
        await stage.onSite(user, 'PUT', path, values);
      }
    }
  }

  /** What is changed in Desk reaches the sidecar over the bus: waits until who speaks has other agents, or clearly has not. */
  async function changeMeanwhile(steps: readonly Given[], me: Employee, moment: Moment): Promise<void> {
    const agents = async () => JSON.stringify((await me.api('GET', '/me')).body.agents);
    const before = await agents();
    await prepare(steps, moment);
    if (!steps.some((step) => 'change' in step && step.change.startsWith('VA '))) return;
    for (let look = 0; look < 40 && (await agents()) === before; look += 1) await systemClock.sleep(25);
  }

  async function act(
    me: Employee,
    turn: Exclude<Turn, { new_conversation: true } | { given: unknown }>,
    cards: readonly ActionCard[],
  ): Promise<Seen> {
    if ('say' in turn) {
      const answer = await me.message(filled(turn.say, momentIn('UTC')));
      const { content, actions, suggestions, visuals = [], citations = [] } = answer.assistant_response;
      return { answer: content, cards: actions, suggestions, visuals, sources: JSON.stringify(citations) };
    }
    if (turn.click === 'confirm all') {
      const ids = cards.filter((card) => card.status === 'pending').map((card) => card.action_id);
      const { body } = await me.api('POST', '/actions/batch/confirm', { action_ids: ids });
      const words = body.results.map((one: { error?: string; status: string }) => one.error ?? one.status);
      return { ...NOTHING, answer: words.join(' ') };
    }
    const card = turn.which === undefined ? cards.at(-1) : cards[turn.which - 1];
    if (!card) throw new Error(`there is no card to ${turn.click}`);
    const verb = turn.click === 'undo' ? 'reverse' : turn.click;
    const { body } = await me.api('POST', `/actions/${card.action_id}/${verb}`, {});
    return { ...NOTHING, answer: body.error?.message ?? body.assistant_message ?? body.status };
  }

  async function documentsDiffer(expected: ExpectedDocuments, moment: Moment): Promise<readonly string[]> {
    const found: string[] = [];
    for (const one of expected) {
      const look = async () => {
        const rows = await company.rows(one.doctype, filtersOf(one.where, moment));
        return documentProblems(one, rows, moment);
      };
      // Records of the assistant itself travel a moment later.
      const patience = one.doctype.startsWith('VA ') ? 3000 : 0;
      const started = performance.now();
      let problems = await look();
      while (problems.length > 0 && performance.now() - started < patience) {
        await systemClock.sleep(20);
        problems = await look();
      }
      found.push(...problems);
    }
    return found;
  }

  return {
    /** The company state that the whole file starts from. */
    async start(): Promise<void> {
      await prepare(file.given, momentIn('America/Chicago'));
    },
    /** Everything that came otherwise than the scenario says, with the turn it came in; empty when all did. */
    async play(scenario: Scenario): Promise<readonly string[]> {
      const found: string[] = [];
      let { me, timeZone, employee } = await person(scenario.who ?? file.who ?? 'priya');
      names.set('me', employee);
      await prepare(scenario.given, momentIn(timeZone));
      await me.begin();
      let cards: readonly ActionCard[] = [];
      for (const [at, turn] of scenario.turns.entries()) {
        if ('given' in turn) {
          await changeMeanwhile(turn.given, me, momentIn(timeZone));
          continue;
        }
        if ('new_conversation' in turn) {
          if (turn.who !== undefined) {
            ({ me, timeZone, employee } = await person(turn.who));
            names.set('me', employee);
          }
          await me.begin();
          continue;
        }
        stage.takeCalls();
        const seen = await act(me, turn, cards);
        if (seen.cards.length > 0) cards = seen.cards;
        const moment = momentIn(timeZone);
        const problems = [
          ...(isReal ? callProblems : toolProblems)(turn, stage.takeCalls(), moment),
          ...cardProblems(turn, seen.cards, moment),
          ...(isReal ? factProblems : answerProblems)(turn, seen, moment),
          ...visualProblems(turn, seen.visuals, moment),
          ...(await documentsDiffer(turn.documents ?? [], moment)),
        ];
        const words = 'say' in turn ? `"${turn.say}"` : turn.click;
        found.push(...problems.map((problem) => `turn ${at + 1}, ${words}: ${problem}\n    answered: ${seen.answer}`));
      }
      found.push(...(await documentsDiffer(scenario.documents, momentIn(timeZone))));
      return found;
    },
  };
}

function valuesOf(values: Readonly<Record<string, unknown>>, moment: Moment): Record<string, unknown> {
  const fill = (value: unknown): unknown => {
    if (typeof value === 'string') return filled(value, moment);
    if (Array.isArray(value)) return value.map(fill);
    if (typeof value !== 'object' || value === null) return value;
    // A JSON field takes text: what it holds is written as what it is.
    const [key, ...more] = Object.keys(value);
    if (key === 'json' && more.length === 0) return JSON.stringify(fill((value as { json: unknown }).json));
    return valuesOf(value as Record<string, unknown>, moment);
  };
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, fill(value)]));
}

function filtersOf(where: Readonly<Record<string, unknown>>, moment: Moment): unknown[] {
  return Object.entries(valuesOf(where, moment)).map(([field, value]) =>
    Array.isArray(value) ? [field, ...(value as unknown[])] : [field, '=', value],
  );
}

function documentProblems(
  expected: ExpectedDocuments[number],
  rows: readonly Record<string, unknown>[],
  moment: Moment,
): readonly string[] {
  const { doctype, fields } = expected;
  const count = expected.count ?? (fields === undefined ? undefined : Math.max(1, rows.length));
  const wrong =
    count !== undefined && rows.length !== count ? [`${rows.length} ${doctype} found, expected ${count}`] : [];
  if (fields === undefined || wrong.length > 0) return wrong;
  return rows.flatMap((row) => differences(row, fields, moment, '').map((problem) => `${doctype}: ${problem}`));
}

export type Expecting = Exclude<Turn, { new_conversation: true } | { given: unknown }>;

function toolProblems(
  { tools }: Expecting,
  calls: readonly { readonly name: string; readonly args: Readonly<Record<string, unknown>> }[],
  moment: Moment,
): readonly string[] {
  if (tools === undefined) return [];
  const called = calls.map((call) => call.name).join(', ') || 'nothing';
  const wanted = tools.map((tool) => tool.name).join(', ') || 'nothing';
  if (called !== wanted) return [`called ${called}, expected ${wanted}`];
  return tools.flatMap((tool, at) => differences(calls[at]?.args, tool.args, moment, tool.name));
}

function cardProblems(turn: Expecting, shown: readonly ActionCard[], moment: Moment): readonly string[] {
  const open = shown.filter((card) => card.status === 'pending');
  const expected = turn.card === 'none' ? [] : (turn.cards ?? (turn.card === undefined ? undefined : [turn.card]));
  if (expected === undefined) return [];
  if (open.length !== expected.length) {
    const titles = open.map((card) => `"${card.title}"`).join(', ') || 'none';
    return [`cards: ${titles}, expected ${expected.length}`];
  }
  return expected.flatMap((one, at) => (open[at] === undefined ? [] : oneCardProblems(one, open[at], moment)));
}

function oneCardProblems(expected: ExpectedCard, card: ActionCard, moment: Moment): readonly string[] {
  const found: string[] = [];
  const check = (what: string, text: string, wanted: string) => {
    if (!has(text, wanted, moment)) found.push(`${what} is "${text}", expected "${wanted}"`);
  };
  if (expected.type !== undefined) check('type of the card', card.type, expected.type);
  if (expected.title !== undefined) check('title of the card', card.title, expected.title);
  for (const [label, wanted] of Object.entries(expected.lines ?? {})) {
    const line = card.lines.find((one) => one.label.toLowerCase() === label.toLowerCase());
    if (wanted === null) {
      if (line !== undefined) found.push(`line ${label} is "${line.to}", expected none`);
    } else check(`line ${label}`, line?.to ?? '', String(wanted));
  }
  for (const wanted of expected.warnings ?? []) check('warnings', card.warnings.join(' '), wanted);
  if (expected.undo !== undefined && card.reversible !== expected.undo) found.push(`undo is ${card.reversible}`);
  return found;
}

function answerProblems(turn: Expecting, seen: Seen, moment: Moment): readonly string[] {
  const missing = (turn.answer?.has ?? []).filter((wanted) => !has(seen.answer, wanted, moment));
  const unwanted = (turn.answer?.not ?? []).filter((wanted) => has(seen.answer, wanted, moment));
  const offered = seen.suggestions.join('\n');
  const absent = (turn.suggestions ?? []).filter((wanted) => !has(offered, wanted, moment));
  return [
    ...missing.map((wanted) => `the answer lacks "${wanted}"`),
    ...unwanted.map((wanted) => `the answer has "${wanted}"`),
    ...absent.map((wanted) => `the suggestions lack "${wanted}"`),
    ...(turn.sources ?? [])
      .filter((wanted) => !has(seen.sources, wanted, moment))
      .map((wanted) => `the sources lack "${wanted}"`),
  ];
}

function visualProblems({ visual }: Expecting, shown: readonly Visual[], moment: Moment): readonly string[] {
  if (visual === undefined) return [];
  const seen = JSON.stringify(shown);
  if (visual === 'none') return shown.length === 0 ? [] : [`something is shown: ${seen}`];
  const [first] = shown;
  if (first === undefined) return ['nothing is shown beside the words'];
  const rows = { table: 'rows', list: 'items', slots: 'slots', bars: 'bars' }[first.kind];
  const count = (first as unknown as Record<string, readonly unknown[]>)[rows]?.length;
  return [
    ...(visual.kind === undefined || visual.kind === first.kind ? [] : [`shown is a ${first.kind}`]),
    ...(visual.title === undefined || has(first.title, visual.title, moment) ? [] : [`shown is "${first.title}"`]),
    ...(visual.rows === undefined || visual.rows === count ? [] : [`shown are ${count} rows`]),
    ...visual.has.filter((wanted) => !has(seen, wanted, moment)).map((wanted) => `what is shown lacks "${wanted}"`),
  ];
}

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VaError } from '../../sidecar/lib/va-error.ts';
import type { PlanStep } from '../../sidecar/turn/decide/plan.ts';
import { PlanningError, roundsOf } from '../../sidecar/turn/plan-rounds.ts';
import { profileOf } from '../fakes/acme-people.ts';
import { type EngineBench, engineBench } from '../fakes/engine-bench.ts';
import { officeAgents, officeModel, officePlanner } from '../fakes/office-agents.ts';

const plan = officePlanner;
const shape = (text: string) => plan(text)?.steps.map(({ tool, needs }) => [tool, ...needs]) ?? null;

describe('a plan', () => {
  it('takes the wishes of a sentence apart; a message about them hangs on the one before', () => {
    expect(shape('book Friday off and tell the team, and move my 3 pm to Monday')).toEqual([
      ['submit_leave_request'],
      ['notify_colleague', 's1'],
      ['reschedule_meeting'],
    ]);
  });

  it.each([
    'book Friday off',
    'book Thursday and Friday off',
    'how much leave do I have left?',
    'schedule a meeting with Li and Tom tomorrow at 3',
    'remind me to call Anna and send the contract',
    'hello, how are you?',
  ])('is none for one wish: %s', (text) => {
    expect(plan(text)).toBeNull();
  });

  const step = (id: string, needs: readonly string[]): PlanStep => ({
    id,
    text: id,
    tool: id,
    agent: 'hr',
    writes: false,
    needs,
  });
  it('runs in rounds, each after what it needs', () => {
    const rounds = roundsOf([step('c', ['a', 'b']), step('a', []), step('b', ['a']), step('d', [])]);
    expect(rounds.map((round) => round.map(({ id }) => id))).toEqual([['a', 'd'], ['b'], ['c']]);
  });

  it('that bites its own tail, or hangs on nothing, is refused with a sentence', () => {
    expect(() => roundsOf([step('a', ['b']), step('b', ['a'])])).toThrow(PlanningError);
    expect(() => roundsOf([step('a', ['x'])])).toThrow(/one after the other/);
  });
});

describe('a request of several wishes', () => {
  let bench: EngineBench;
  let conversation: string;
  let asked: string[];
  beforeEach(async () => {
    asked = [];
    const instance = {
      ...(profileOf('Priya')['instance'] as object),
      enabled_sub_agents: ['hr', 'calendar', 'communication'],
    };
    bench = await engineBench({
      profiles: [profileOf('Priya', { instance })],
      talk: { agents: officeAgents, model: officeModel((words) => void asked.push(words)), planner: officePlanner },
    });
    bench.site.reads.set('events', () => ({ meetings: 2 }));
    conversation = await bench.begin('Priya');
  });
  afterEach(() => bench.close());

  const say = (text: string) => bench.say('Priya', conversation, text);
  const done = () => bench.site.rows('ToDo').map((row) => row['tool']);
  const THREE = 'book Friday off and tell the team, and move my 3 pm to Monday';

  it('becomes one review; a yes does all of it in order, each with a row of its own', async () => {
    const answer = await say(THREE);
    expect(answer.text).toBe(
      'Three things to confirm: Request leave; Tell the team; Move the meeting. Shall I do all three?',
    );
    expect(answer.actions.map(({ title, status }) => [title, status])).toEqual([
      ['Request leave', 'pending'],
      ['Tell the team', 'pending'],
      ['Move the meeting', 'pending'],
    ]);
    expect(asked).toEqual(['book friday off', 'tell the team', 'move my 3 pm to monday']);
    expect(done()).toEqual([]);
    const yes = await say('yes');
    expect(yes.text).toBe('submit_leave_request is done. notify_colleague is done. reschedule_meeting is done.');
    expect(done()).toEqual(['submit_leave_request', 'notify_colleague', 'reschedule_meeting']);
    await bench.drained();
    const confirmed = bench.site
      .rows('VA Audit Log')
      .filter((row) => JSON.stringify(row).includes('va_action_confirmed'));
    expect(confirmed).toHaveLength(3);
    expect((await say('yes')).text).not.toContain('is done');
    expect(done()).toHaveLength(3);
  });

  it.each([
    ['just the first', ['submit_leave_request']],
    ['only the leave', ['submit_leave_request']],
    ['both', ['submit_leave_request', 'notify_colleague', 'reschedule_meeting']],
    ['yes to all', ['submit_leave_request', 'notify_colleague', 'reschedule_meeting']],
    ['everything but the meeting', ['submit_leave_request', 'notify_colleague']],
    ['neither', []],
    ['maybe', []],
    ['yes?', []],
  ])('does what "%s" picks', async (words, expected) => {
    await say(THREE);
    await say(words);
    expect(done()).toEqual(expected);
  });

  it('"not the second" refuses that one and asks for the others again', async () => {
    await say(THREE);
    expect((await say('not the second')).text).toMatch(/not done this: Tell the team\. That leaves two: .*Shall I/);
    expect(done()).toEqual([]);
    await say('yes');
    expect(done()).toEqual(['submit_leave_request', 'reschedule_meeting']);
  });

  it('what hangs on a refused one goes with it', async () => {
    const { actions } = await say(THREE);
    await say('not the first');
    const after = await Promise.all(
      actions.map(
        async ({ action_id }) => (await bench.engine.actions.get(await bench.person('Priya'), action_id)).card.status,
      ),
    );
    expect(after).toEqual(['rejected', 'cancelled', 'pending']);
    await say('yes');
    expect(done()).toEqual(['reschedule_meeting']);
  });

  it('a failure of one is told, what hangs on it is left, the rest is done', async () => {
    await say(THREE);
    bench.site.fail.set('execute_action', [
      new VaError('DOCUMENT_CHANGED', { message: 'That day was taken meanwhile.' }),
    ]);
    const { text } = await say('yes');
    expect(done()).toEqual(['reschedule_meeting']);
    expect(text).toContain('Request leave');
    expect(text).toContain('So I left this: Tell the team.');
    expect(text).toContain('reschedule_meeting is done.');
  });

  it('a button of a card that hangs on another waits for that one', async () => {
    const { actions } = await say(THREE);
    const confirm = async (at: number) =>
      await bench.engine.actions.confirm(
        await bench.person('Priya'),
        await bench.identity('Priya'),
        actions[at]?.action_id ?? '',
        { digest: null, modifications: null },
      );
    await expect(confirm(1)).rejects.toThrow(/comes after something else: Request leave/);
    await confirm(0);
    await confirm(1);
    expect(done()).toEqual(['submit_leave_request', 'notify_colleague']);
  });

  it('nothing is prepared after a step that did not come to be, and the user hears which', async () => {
    const { text, actions } = await say('book Sunday off and tell the team, and move my 3 pm to Monday');
    expect(actions.map(({ title }) => title)).toEqual(['Move the meeting']);
    expect(text).toBe(
      '"book Sunday off" did not work: Sunday is free anyway. So I left out "tell the team", since it hangs on that. Shall I?',
    );
    await say('yes');
    expect(done()).toEqual(['reschedule_meeting']);
  });

  it('a fact that is missing is asked for, last', async () => {
    const { text } = await say('book someday off and move my 3 pm to Monday');
    expect(text).toBe('Shall I? About "book someday off": Which day do you mean?');
  });

  it('two questions are looked up side by side and answered in one text', async () => {
    let inside = 0;
    let most = 0;
    const slow = async () => {
      inside += 1;
      most = Math.max(most, inside);
      await new Promise((resolve) => setImmediate(resolve));
      inside -= 1;
      return { left: 14 };
    };
    bench.site.reads.set('balance', slow);
    bench.site.reads.set('events', slow);
    const { text, actions } = await say('how much annual leave do I have left and what meetings do I have tomorrow?');
    expect(text).toBe('{"left":14}');
    expect(actions).toEqual([]);
    expect(most).toBe(2);
    const events = await bench.events('Priya', conversation);
    const calls = events.flatMap((event) => (event.type === 'tool.started' ? [event.call_id] : []));
    expect(new Set(calls).size).toBe(2);
  });
});

import type { VoiceState } from '@dartwing-va/contract/voice.ts';
import { bytesOf } from '../../sidecar/voice/audio/pcm.ts';
import { type Call, openCall } from './call.ts';
import { DELIVERY_MS } from './hearing-room.ts';
import type { Scenario, ScenarioFile, Step } from './scenario.ts';
import { cough, FRAME_MS, keys, microphone, type SaidWord, type Sound, say } from './timeline.ts';

/** Nothing takes longer, ms. */
const PATIENCE_MS = 25_000;
const OTHERS_DB = -46;
const ECHO_DB = -50;

/** What a scenario expected and did not get. */
export async function play(scenario: Scenario, assistant: ScenarioFile['assistant']): Promise<readonly string[]> {
  const call = await openCall(assistant);
  const sounds: Sound[] = [];
  const words: SaidWord[] = [];
  const ends: number[] = [];
  const ear = microphone(sounds);
  let isMuted = false;
  let sequence = 0;
  let soundEnd = 0;

  const state = () => lastState(call);

  async function frame(): Promise<void> {
    const at = call.now();
    for (let word = words[0]; word && word.endMs + DELIVERY_MS <= at + FRAME_MS; word = words[0]) {
      words.shift();
      await call.advance(Math.max(0, word.endMs + DELIVERY_MS - call.now()));
      call.hears(word.word);
    }
    await call.advance(at + FRAME_MS - call.now());
    const samples = ear.frame(at);
    if (!isMuted) {
      call.session.frame(bytesOf(samples), sequence);
      sequence += 1;
    }
  }
  async function until(done: () => boolean): Promise<boolean> {
    for (const end = call.now() + PATIENCE_MS; call.now() < end; await frame()) if (done()) return true;
    return false;
  }
  const hasEnded = () => call.now() >= soundEnd;
  const isQuiet = () => hasEnded() && words.length === 0 && state() === 'listening';

  function press(what: 'interrupt' | 'confirm' | 'cancel'): void {
    const id = [...call.cards.values()].findLast((card) => card.status === 'pending')?.action_id ?? '';
    if (what === 'interrupt') call.session.receive({ type: 'audio.interrupt' });
    else call.session.receive({ type: `action.${what}`, action_id: id });
  }
  async function doStep(step: Step): Promise<string | null> {
    const ready = { quiet: isQuiet, speaking: () => state() === 'speaking', now: hasEnded }[step.when];
    if (!(await until(ready))) return `it never was ${step.when} before ${JSON.stringify(step)}`;
    const at = call.now() + step.after;
    const put = (made: { readonly sounds: readonly Sound[]; readonly words?: readonly SaidWord[] }) => {
      sounds.push(...made.sounds);
      if (!isMuted) words.push(...(made.words ?? []));
      soundEnd = Math.max(at, ...made.sounds.map((sound) => sound.toMs));
    };
    const level = (usual: number) => ({ levelDb: step.level ?? usual });
    if ('says' in step) {
      const said = say(step.says, { at, ...level(-24), seed: 5 });
      put(said);
      if (!isMuted) ends.push(said.endMs);
    } else if ('somebody_else_says' in step) put(say(step.somebody_else_says, { at, ...level(OTHERS_DB), seed: 8 }));
    else if ('echo' in step) put(say(step.echo, { at, ...level(ECHO_DB), seed: 9 }));
    else if ('cough' in step) put({ sounds: cough(at, { bursts: step.cough, ...level(-20) }) });
    else if ('keys' in step) put({ sounds: keys(at, { count: step.keys, ...level(-34) }) });
    else if ('noise' in step) {
      const before = soundEnd;
      put({ sounds: [{ fromMs: at, toMs: at + step.noise, levelDb: step.level ?? -36, colour: 'hiss' }] });
      if (step.background) soundEnd = before;
    } else {
      await until(() => call.now() >= at);
      if ('mute' in step) isMuted = step.mute;
      else if ('types' in step) call.session.receive({ type: 'text.input', content: step.types });
      else press(step.client);
    }
    return null;
  }

  const problems: string[] = [];
  for (const step of scenario.play) {
    const problem = await doStep(step);
    if (problem !== null) problems.push(problem);
  }
  if (!(await until(isQuiet))) problems.push(`it did not end: ${state()}`);
  problems.push(...differences(scenario, call, ends));
  call.close();
  return problems;
}

function lastState(call: Call): VoiceState | undefined {
  for (let index = call.events.length - 1; index >= 0; index -= 1) {
    const event = call.events[index]?.event;
    if (event?.type === 'turn.state' && event.phase === undefined) return event.state;
  }
  return undefined;
}

function differences({ expect }: Scenario, call: Call, ends: readonly number[]): string[] {
  const problems: string[] = [];
  const same = (what: string, wanted: readonly unknown[] | undefined, got: readonly unknown[]) => {
    if (wanted !== undefined && JSON.stringify(wanted) !== JSON.stringify(got))
      problems.push(`${what}: expected ${JSON.stringify(wanted)}, got ${JSON.stringify(got)}`);
  };
  const finals = call.events.flatMap(({ at, event }) =>
    event.type === 'transcription.final' ? [{ at, text: event.text }] : [],
  );
  const signs = call.events.flatMap(({ event }) => (event.type === 'audio.control' ? [event.action] : []));
  const titles = (status: string) =>
    [...call.cards.values()].filter((card) => card.status === status).map((card) => card.title);
  same(
    'turns',
    expect.turns,
    finals.map(({ text }) => text),
  );
  same('signs', expect.signs, signs);
  same('done', expect.done, titles('completed'));
  same('cancelled', expect.cancelled, titles('cancelled'));
  same('waiting', expect.waiting, titles('pending'));
  const spoken = call.spoken.join(' ');
  for (const words of expect.said ?? [])
    if (!spoken.includes(words)) problems.push(`never said "${words}", but: ${spoken}`);
  for (const words of expect.not_said ?? []) if (spoken.includes(words)) problems.push(`said "${words}": ${spoken}`);
  const { within } = expect;
  if (within !== undefined) {
    for (const { at, text } of finals) {
      const end = ends.findLast((one) => one <= at);
      if (end === undefined || at - end > within)
        problems.push(`"${text}" was taken ${end === undefined ? 'early' : `after ${at - end} ms`}`);
    }
  }
  return problems;
}

import type { ErrorBody } from '@dartwing-va/contract/errors.ts';
import type { ActionCard, TurnEvent, TurnEventBody } from '@dartwing-va/contract/turn-events.ts';
import { type VoiceEvent, voiceRequests } from '@dartwing-va/contract/voice.ts';
import { classifyReply } from '../../sidecar/language/replies.ts';
import { silentLog } from '../../sidecar/lib/log.ts';
import { type Identity, NO_PERSONALITY, type Person } from '../../sidecar/people/person.ts';
import type { ActionDesk } from '../../sidecar/turn/turn-engine.ts';
import { openOpusPool } from '../../sidecar/voice/audio/opus-pool.ts';
import type { VoiceMetrics } from '../../sidecar/voice/metrics.ts';
import { createVoiceSession } from '../../sidecar/voice/session/session.ts';
import type { VoiceSession } from '../../sidecar/voice/session/voice-session.ts';
import { defaultVoiceSettings } from '../../sidecar/voice/settings.ts';
import type { SttEvent } from '../../sidecar/voice/speech-to-text.ts';
import { manualClock } from '../fakes/manual-clock.ts';
import { toneTts } from '../fakes/voice/tone-tts.ts';
import { taking } from './hearing-room.ts';
import type { ScenarioFile } from './scenario.ts';

const START = Date.UTC(2026, 10, 23, 12);
/** An answer takes so long to be thought of, ms. */
const THINKING_MS = 60;

/** A real voice session; the recogniser, the voice and the mind behind it are played. */
export interface Call {
  readonly session: VoiceSession;
  /** ms from the beginning. */
  readonly now: () => number;
  advance(ms: number): Promise<void>;
  /** The recogniser understands one more word. */
  hears(word: string): void;
  readonly events: readonly { readonly at: number; readonly event: VoiceEvent }[];
  readonly spoken: readonly string[];
  readonly cards: ReadonlyMap<string, ActionCard>;
  close(): void;
}

const opus = openOpusPool(silentLog);
const person = {
  user: 'priya@acme.test',
  timeZone: 'UTC',
  company: { name: 'Acme' },
  instance: { voice: { id: null, speed: 1, offered: [] } },
  personality: NO_PERSONALITY,
} as unknown as Person;
const noMetrics: VoiceMetrics = {
  firstWord: () => undefined,
  firstSound: () => undefined,
  answered: () => undefined,
  response: () => undefined,
  interrupted: () => undefined,
  failed: () => undefined,
  session: () => undefined,
  minute: () => undefined,
};

export async function openCall(assistant: ScenarioFile['assistant']): Promise<Call> {
  const clock = manualClock(START);
  const tts = toneTts(240);
  const events: { at: number; event: VoiceEvent }[] = [];
  const mind = createMind(clock, assistant);
  const identity: Identity = {
    user: person.user,
    sessionId: 's',
    epoch: 0,
    expiresAt: START + 3_600_000,
    accessToken: 't',
  };
  let emit: (event: SttEvent) => void = () => undefined;
  let open = '';
  const stt = {
    id: 'played',
    async open(options: { readonly onEvent: (event: SttEvent) => void }) {
      emit = options.onEvent;
      return {
        push: () => undefined,
        finalise() {
          const text = open;
          open = '';
          if (text !== '') emit({ type: 'final', text, confidence: 0.95, words: [] });
        },
        close: () => undefined,
      };
    },
  };
  const { config } = voiceRequests['session.start'].parse({
    type: 'session.start',
    config: { input_encoding: 'pcm', output_encoding: 'pcm', output_sample_rate: 16_000 },
  });
  const session = createVoiceSession(
    {
      clock,
      log: silentLog,
      turns: mind.turns,
      people: { person: async () => person, identify: async () => identity },
      speech: { stt, tts, defaultVoice: 'hum' },
      takeTurns: taking,
      preview: () => 'other',
      opus,
      settings: defaultVoiceSettings,
      metrics: noMetrics,
      minutes: { begin: async () => 'ok' },
      talkTime: { add: async () => undefined },
    },
    {
      id: 'vs_1',
      identity,
      person,
      conversationId: 'conv_1',
      privacyMode: 'normal',
      config,
      likely: { hints: [], names: [] },
      lastSeq: 0,
      cards: [],
      pendingTurn: null,
      silentBecause: null,
      onEnd: () => undefined,
    },
  );
  await session.start({
    send: (event) => void events.push({ at: clock.now() - START, event }),
    sendAudio: () => undefined,
    buffered: 0,
    close: () => undefined,
  });
  await clock.advance(0);
  return {
    session,
    now: () => clock.now() - START,
    advance: clock.advance,
    hears(word) {
      open = `${open} ${word}`.trim();
      emit({ type: 'interim', text: open, confidence: 0.9 });
    },
    events,
    spoken: tts.spoken,
    cards: mind.cards,
    close: () => session.end('user_ended'),
  };
}

/** Answers by the scenario's table; a card waits for a yes, and a change replaces it. */
function createMind(clock: ReturnType<typeof manualClock>, assistant: ScenarioFile['assistant']) {
  const cards = new Map<string, ActionCard>();
  const working = new Map<string, AbortController>();
  let listener: (event: TurnEvent) => void = () => undefined;
  let turnCount = 0;
  let seq = 0;

  function tell(turnId: string, body: TurnEventBody): void {
    seq += 1;
    listener({ seq, conversation_id: 'conv_1', turn_id: turnId, at: clock.now(), ...body });
  }
  const waiting = () => [...cards.values()].find((card) => card.status === 'pending');
  function decide(turnId: string, card: ActionCard, status: ActionCard['status']): void {
    const decided = { ...card, status };
    cards.set(card.action_id, decided);
    tell(turnId, { type: status === 'completed' ? 'action.done' : 'action.updated', action: decided });
  }
  function reply(turnId: string, text: string, sayInstead: string | undefined): string {
    if (sayInstead !== undefined) return sayInstead;
    const card = waiting();
    const { kind } = classifyReply(text);
    if (card && kind === 'yes') {
      decide(turnId, card, 'completed');
      return `Done: ${card.title}.`;
    }
    if (card && kind === 'no') {
      decide(turnId, card, 'cancelled');
      return 'I left it.';
    }
    const known = assistant.find(({ to }) => to === text.toLowerCase());
    if (known?.card) {
      if (card) decide(turnId, card, 'superseded');
      const fresh = cardOf(cards.size + 1, turnId, known.card.title, known.card.amount);
      cards.set(fresh.action_id, fresh);
      tell(turnId, { type: 'action.pending', action: fresh });
    }
    return known?.says ?? `You said ${text}.`;
  }
  return {
    cards,
    turns: {
      async accept({ text, sayInstead }: { readonly text: string; readonly sayInstead?: string }) {
        turnCount += 1;
        const turnId = `turn_${turnCount}`;
        const stop = new AbortController();
        working.set(turnId, stop);
        clock.sleep(THINKING_MS, stop.signal).then(
          () => {
            working.delete(turnId);
            const says = reply(turnId, text, sayInstead);
            tell(turnId, { type: 'turn.done', text: says, actions: [], latency_ms: THINKING_MS, model: 'rules' });
          },
          () => tell(turnId, { type: 'error', error: CANCELLED }),
        );
        return { conversationId: 'conv_1', turnId, repeated: false };
      },
      foresee: async () => undefined,
      async cancelTurn(_person: Person, _conversation: string, turnId: string) {
        working.get(turnId)?.abort();
        return working.delete(turnId);
      },
      async subscribe(_person: Person, _conversation: string, _after: number, heard: (event: TurnEvent) => void) {
        listener = heard;
        return { replay: [], unsubscribe: () => undefined, privacyMode: 'normal' as const };
      },
      heard: async () => undefined,
      actions: {
        async confirm(_person: Person, _identity: Identity, id: string) {
          const card = cards.get(id);
          if (card) decide(card.turn_id ?? '', card, 'completed');
        },
        async cancel(_person: Person, id: string) {
          const card = cards.get(id);
          if (card) decide(card.turn_id ?? '', card, 'cancelled');
        },
      } as unknown as ActionDesk,
    },
  };
}

function cardOf(number: number, turnId: string, title: string, amount: number | undefined): ActionCard {
  return {
    action_id: `act_${number}`,
    conversation_id: 'conv_1',
    turn_id: turnId,
    type: 'hr.submit_leave_request',
    status: 'pending',
    title,
    lines: [],
    warnings: [],
    reversible: true,
    reversible_note: '',
    created_at: new Date(START).toISOString(),
    expires_at: new Date(START + 3_600_000).toISOString(),
    digest: `d${number}`,
    parameters: amount === undefined ? {} : { amount },
  };
}

const CANCELLED: ErrorBody = {
  code: 'CANCELLED',
  message: 'Stopped.',
  reference: 'r',
  retryable: false,
  details: [],
  meta: {},
  request_id: 'r',
};

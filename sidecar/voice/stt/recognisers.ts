import type { SpeechDeps } from '../open-speech.ts';
import { SpeechError, type SpeechFailure, type SpeechToText, type SttEvent } from '../speech-to-text.ts';
import { createRecogniserHealth } from './health.ts';
import { boundedHints } from './hints.ts';

type Open = (deps: SpeechDeps) => Promise<SpeechToText | null>;
interface Recogniser {
  /** Known from the settings alone; absent: it must be opened to know. */
  readonly isSetUp?: (deps: SpeechDeps) => boolean;
  /** What it hears stays in the company. */
  readonly isOwn?: true;
  /** Loads its SDK. */
  readonly load: () => Promise<Open>;
}

const RECOGNISERS: Readonly<Record<string, Recogniser>> = {
  deepgram: {
    isSetUp: ({ settings }) => settings.deepgramKey !== null || settings.deepgramUrl !== null,
    load: async () => (await import('./deepgram.ts')).openDeepgram,
  },
  openai: {
    isSetUp: ({ llm }) => llm.openaiKey !== null,
    load: async () => (await import('./openai.ts')).openOpenAi,
  },
  local: {
    isSetUp: ({ settings }) => settings.localSttUrl !== null,
    isOwn: true,
    load: async () => (await import('./openai.ts')).openLocal,
  },
  pocketsphinx: {
    isOwn: true,
    load: async () => (await import('./pocketsphinx.ts')).openPocketsphinx,
  },
};

interface Member {
  readonly name: string;
  readonly isOwn: boolean;
  get(): Promise<SpeechToText | null>;
}

/**
 * The recognisers that are set up, behind one: each opening asks them in order, those that broke lately last. A stream
 * stays with whoever gave it; when it breaks, the session opens the next and lets it hear what was said. Null: none.
 */
export async function openRecognisers(deps: SpeechDeps): Promise<SpeechToText | null> {
  const members: Member[] = [];
  for (const name of new Set(deps.settings.sttOrder)) {
    const one = RECOGNISERS[name];
    if (one === undefined || one.isSetUp?.(deps) === false) continue;
    const member = memberOf(name, one, deps);
    if (one.isSetUp === undefined && (await member.get()) === null) continue;
    members.push(member);
  }
  return members.length === 0 ? null : chainOf(members, deps);
}

function memberOf(name: string, one: Recogniser, deps: SpeechDeps): Member {
  let opened: Promise<SpeechToText | null> | null = null;
  return {
    name,
    isOwn: one.isOwn === true,
    get() {
      const fresh = opened ?? one.load().then((open) => open(deps));
      opened = fresh;
      // A failure is not kept.
      fresh.catch(() => {
        opened = null;
      });
      return fresh;
    },
  };
}

function chainOf(members: readonly Member[], deps: SpeechDeps): SpeechToText {
  const { clock, log, metrics } = deps;
  const health = createRecogniserHealth({ clock, pauseMs: deps.settings.pauseMs });
  const names = members.map(({ name }) => name);
  const opened = metrics.counter('voice_stt_streams_total', 'Streams of sound that a recogniser took', ['provider']);
  const broken = metrics.counter('voice_stt_failures_total', 'Recognisers that failed, by how', [
    'provider',
    'failure',
  ]);

  function failed(provider: string, failure: SpeechFailure): void {
    health.failed(provider, failure);
    broken.inc({ provider, failure });
  }

  return {
    id: names[0] ?? 'none',
    async open(options) {
      let last: SpeechError | null = null;
      for (const name of health.askable(names)) {
        const member = members.find((one) => one.name === name);
        if (member === undefined) continue;
        health.asking(name);
        const onEvent = (event: SttEvent) => {
          if (event.type === 'failed') failed(name, event.error.failure);
          else if (event.type !== 'end-of-turn' && event.text !== '') health.worked(name);
          options.onEvent(event);
        };
        try {
          const stt = await member.get();
          if (stt === null) continue;
          const names = member.isOwn || deps.namesMayLeave ? (options.names ?? []) : [];
          const hints = boundedHints([...options.hints, ...names]);
          const stream = await stt.open({ ...options, hints, names: [], onEvent });
          opened.inc({ provider: name });
          return stream;
        } catch (error) {
          options.signal.throwIfAborted();
          last = error instanceof SpeechError ? error : new SpeechError('unreachable', name, { cause: error });
          failed(name, last.failure);
          log.warn('a recogniser cannot be had', { provider: name, failure: last.failure }, last.cause);
        }
      }
      const resting = names.flatMap((name) => health.restsBecause(name) ?? []);
      throw last ?? new SpeechError(resting[0] ?? 'unreachable', names[0] ?? 'none');
    },
  };
}

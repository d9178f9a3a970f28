import { beforeEach, describe, expect, it } from 'vitest';
import { browserSpeech } from '../../../web/voice/browser-speech.ts';
import type { SpeechSource } from '../../../web/voice/speech-source.ts';
import type { WebRecogniser, WebSpeech, WebUtterance } from '../../../web/voice/web-speech.ts';

const CHROME = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
const SAFARI = 'Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15';

/** A browser's recogniser whose hearing is the test. */
class PlayedRecogniser implements WebRecogniser {
  static all: PlayedRecogniser[] = [];
  static refuses = false;
  continuous = false;
  interimResults = false;
  lang = '';
  onresult: WebRecogniser['onresult'] = null;
  onerror: WebRecogniser['onerror'] = null;
  onend: WebRecogniser['onend'] = null;
  readonly calls: string[] = [];
  constructor() {
    PlayedRecogniser.all.push(this);
  }
  start(): void {
    if (PlayedRecogniser.refuses) throw new Error('InvalidStateError');
    this.calls.push('start');
  }
  stop(): void {
    this.calls.push('stop');
  }
  abort(): void {
    this.calls.push('abort');
    this.end('aborted');
  }
  hears(resultIndex: number, ...results: [words: string, isFinal: boolean][]): void {
    const list = results.map(([transcript, isFinal]) => ({ isFinal, 0: { transcript } }));
    this.onresult?.({ resultIndex, results: list });
  }
  end(error?: string): void {
    if (error) this.onerror?.({ error });
    this.onend?.();
  }
}

class PlayedUtterance implements WebUtterance {
  lang = '';
  onend: (() => void) | null = null;
  onerror: (() => void) | null = null;
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

let spoken: PlayedUtterance[];
let voices: unknown[];
let stored: Map<string, string>;
let told: string[];

function open(more: Partial<WebSpeech> = {}): SpeechSource {
  const storage = {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
  } as Storage;
  const speech = browserSpeech(storage, {
    webkitSpeechRecognition: PlayedRecogniser,
    speechSynthesis: {
      getVoices: () => voices,
      speak: (utterance) => void spoken.push(utterance as PlayedUtterance),
      // As browsers do: what waited ends with an error, later.
      cancel: () => undefined,
    },
    SpeechSynthesisUtterance: PlayedUtterance,
    navigator: { language: 'en-GB', userAgent: CHROME },
    ...more,
  });
  if (!speech) throw new Error('no speech');
  return speech;
}
const events = {
  onInterim: (text: string) => told.push(`… ${text}`),
  onFinal: (text: string) => told.push(text),
  onStopped: (message: string | null) => told.push(`stopped: ${message}`),
};
const latest = () => PlayedRecogniser.all.at(-1) as PlayedRecogniser;

beforeEach(() => {
  PlayedRecogniser.all = [];
  PlayedRecogniser.refuses = false;
  spoken = [];
  voices = [{}];
  stored = new Map();
  told = [];
});

describe("the browser's own recogniser", () => {
  it('tells what it hears while it changes, and each final piece once', () => {
    const speech = open();
    speech.listen(events);
    expect(latest()).toMatchObject({ continuous: true, interimResults: true, lang: 'en-GB', calls: ['start'] });
    latest().hears(0, ['book next', false]);
    latest().hears(0, ['book next Friday', false], ['off', false]);
    latest().hears(0, ['book next Friday off', true]);
    latest().hears(1, ['book next Friday off', true], ['and', false]);
    expect(told).toEqual(['… book next', '… book next Friday off', 'book next Friday off', '… and']);
  });

  it('listens once at a time, and again after it stopped by itself', () => {
    const speech = open();
    speech.listen(events);
    speech.listen(events);
    expect(PlayedRecogniser.all).toHaveLength(1);
    latest().end('no-speech');
    expect(told).toEqual(['stopped: null']);
    speech.listen(events);
    expect(PlayedRecogniser.all).toHaveLength(2);
  });

  it('makes final what was heard when the person has finished, also in a browser that does not', () => {
    const speech = open();
    speech.listen(events);
    latest().hears(0, ['how much leave', false]);
    speech.finish();
    expect(latest().calls).toEqual(['start', 'stop']);
    latest().end();
    expect(told).toEqual(['… how much leave', 'how much leave', 'stopped: null']);
  });

  it('forgets what was heard when it is aborted', () => {
    const speech = open();
    speech.listen(events);
    latest().hears(0, ['never mind', false]);
    speech.abort();
    expect(latest().calls).toEqual(['start', 'abort']);
    expect(told).toEqual(['… never mind']);
  });

  it.each([
    ['not-allowed', /may not listen/],
    ['audio-capture', /no microphone/],
    ['network', /cannot reach/],
    ['something-new', /cannot listen/],
  ])('says in words that it stopped because of %s', (error, words) => {
    open().listen(events);
    latest().end(error);
    expect(told).toEqual([expect.stringMatching(words)]);
  });

  it('says so when it cannot even start', () => {
    PlayedRecogniser.refuses = true;
    const speech = open();
    speech.listen(events);
    expect(told).toEqual([expect.stringMatching(/cannot listen/)]);
    PlayedRecogniser.refuses = false;
    speech.listen(events);
    expect(latest().calls).toEqual(['start']);
  });

  it('says who gets what is said, and remembers that the person agreed', () => {
    expect(open().notice).toContain('Google');
    expect(open({ navigator: { language: 'en-US', userAgent: SAFARI } }).notice).toContain('Apple');
    expect(open({ navigator: { language: 'en-US', userAgent: `${CHROME} Edg/140.0.0.0` } }).notice).toContain(
      'Microsoft',
    );
    const speech = open();
    expect(speech.agreed).toBe(false);
    speech.agree();
    expect([speech.agreed, open().agreed]).toEqual([true, true]);
  });

  it('listens for English, which is what the assistant speaks', () => {
    open({ navigator: { language: 'de-DE', userAgent: CHROME } }).listen(events);
    expect(latest().lang).toBe('en-US');
  });
});

describe("the browser's own voices", () => {
  it('speak sentence by sentence, long ones in parts, and tell when all is said', () => {
    const speech = open();
    let done = 0;
    speech.speak(`You have 14 days. ${'word, '.repeat(60)}end.`, () => {
      done += 1;
    });
    expect(spoken[0]?.text).toBe('You have 14 days.');
    expect(spoken.length).toBeGreaterThan(2);
    expect(Math.max(...spoken.map((one) => one.text.length))).toBeLessThanOrEqual(200);
    for (const one of spoken.slice(0, -1)) one.onend?.();
    expect(done).toBe(0);
    spoken.at(-1)?.onend?.();
    expect(done).toBe(1);
  });

  it('fall silent at once and tell so once, whatever the browser tells later', () => {
    const speech = open();
    let done = 0;
    speech.speak('One. Two.', () => {
      done += 1;
    });
    speech.silence();
    expect(done).toBe(1);
    for (const one of spoken) one.onerror?.();
    expect(done).toBe(1);
  });

  it('are not there while the browser has loaded none', () => {
    voices = [];
    const speech = open();
    expect(speech.speaks).toBe(false);
    voices = [{}];
    expect(speech.speaks).toBe(true);
  });

  it('without a recogniser still speak; a browser with neither has no speech', () => {
    const { webkitSpeechRecognition: _, ...mute } = { webkitSpeechRecognition: undefined };
    expect(browserSpeech(null, { ...mute, navigator: { language: 'en', userAgent: '' } })).toBeNull();
  });
});

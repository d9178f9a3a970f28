import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { eventually, openWindow, type Window } from './browser.ts';

/** Switches for a browser that gives its microphone to whoever asks. */
export const WITH_MICROPHONE = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];

/** A window with somebody at its microphone, and a recorder at its loudspeaker. */
export interface Caller extends Window {
  /** The panel of the call. */
  readonly panel: ReturnType<Page['locator']>;
  /** What the call looks like: `listening`, `speaking` … */
  look(): Promise<string | null>;
  looks(look: string): Promise<void>;
  /** Says a recording into the microphone (16 kHz); resolves once it is said, with when that was, ms of the page. */
  says(samples: Int16Array): Promise<number>;
  /** All that came out of the loudspeaker since the last time, and when its first and last sound came, ms of the page. */
  played(): Promise<{ samples: Int16Array; sampleRate: number; firstAt: number | null; lastAt: number | null }>;
  /** Each caption: who, what was said, what is still to come, what was cut. */
  captions(): Promise<string[]>;
}

interface Copy {
  readonly textContent: string | null;
  querySelectorAll(selector: string): Iterable<{ textContent: string | null; remove(): void }>;
}
interface PageSound {
  readonly say: (pcm: string) => Promise<number>;
  readonly take: () => { pcm: string; sampleRate: number; firstAt: number | null; lastAt: number | null };
}

/** Signs somebody in at a page whose microphone is the test's. */
export async function openCaller(
  browser: Browser,
  url: string,
  user: string,
  options: BrowserContextOptions & { readonly hasOwnMicrophone?: boolean } = {},
): Promise<Caller> {
  const { hasOwnMicrophone = false, ...context } = options;
  const window = await openWindow(browser, url, context, async (made) => {
    await made.addInitScript(recordLoudspeaker);
    if (!hasOwnMicrophone) await made.addInitScript(playMicrophone);
  });
  await window.signIn(user);
  await window.page.locator('.va-connection[data-state=online]').waitFor();
  const { page } = window;
  const panel = page.getByRole('region', { name: 'Call' });
  const look = () => panel.getAttribute('data-look', { timeout: 2000 }).catch(() => null);
  return {
    ...window,
    panel,
    look,
    looks: (wanted) => eventually(look).toBe(wanted),
    async says(samples) {
      const pcm = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength).toString('base64');
      return await page.evaluate((said) => (globalThis as unknown as { vaTest: PageSound }).vaTest.say(said), pcm);
    },
    async played() {
      const taken = await page.evaluate(() => (globalThis as unknown as { vaTest: PageSound }).vaTest.take());
      const bytes = Buffer.from(taken.pcm, 'base64');
      const samples = new Int16Array(bytes.length / 2);
      for (const index of samples.keys()) samples[index] = bytes.readInt16LE(index * 2);
      return { ...taken, samples };
    },
    captions: () =>
      panel.locator('.va-captions p').evaluateAll((lines) =>
        lines.map((line) => {
          const copy = line.cloneNode(true) as unknown as Copy;
          for (const hidden of copy.querySelectorAll('.va-sr')) hidden.remove();
          for (const cut of copy.querySelectorAll('del')) cut.textContent = `[-${cut.textContent}-]`;
          return (copy.textContent ?? '').trim();
        }),
      ),
  };
}

/** Runs in the page: what the tests say is what its microphone hears. */
function playMicrophone(): void {
  const page = globalThis as unknown as {
    AudioContext: new () => {
      createMediaStreamDestination(): { stream: unknown };
      createBuffer(
        channels: number,
        length: number,
        rate: number,
      ): { copyToChannel(samples: Float32Array, at: number): void };
      createBufferSource(): { buffer: unknown; onended: () => void; connect(to: unknown): void; start(): void };
      resume(): Promise<void>;
    };
    navigator: { mediaDevices: { getUserMedia: (constraints: unknown) => Promise<unknown> } };
    vaTest: Record<string, unknown>;
  };
  let room: { context: InstanceType<typeof page.AudioContext>; ears: { stream: unknown } } | null = null;
  page.navigator.mediaDevices.getUserMedia = async () => {
    const context = new page.AudioContext();
    await context.resume();
    room = { context, ears: context.createMediaStreamDestination() };
    return room.ears.stream;
  };
  page.vaTest = {
    ...page.vaTest,
    async say(pcm: string) {
      // Somebody who speaks waits until it listens.
      while (!room) await new Promise((resolve) => setTimeout(resolve, 20));
      const { context, ears } = room;
      await new Promise<void>((resolve) => {
        const bytes = Uint8Array.from(atob(pcm), (letter) => letter.charCodeAt(0));
        const view = new DataView(bytes.buffer);
        const samples = Float32Array.from(
          { length: bytes.length / 2 },
          (_, at) => view.getInt16(at * 2, true) / 32_768,
        );
        const buffer = context.createBuffer(1, samples.length, 16_000);
        buffer.copyToChannel(samples, 0);
        const source = context.createBufferSource();
        source.buffer = buffer;
        source.onended = () => resolve();
        source.connect(ears);
        source.start();
      });
      return performance.now();
    },
  };
}

/** Runs in the page: writes down what goes to its loudspeaker. */
function recordLoudspeaker(): void {
  const page = globalThis as unknown as {
    AudioNode: { prototype: { connect(to: unknown, ...more: unknown[]): unknown } };
    AudioDestinationNode: new () => unknown;
    vaTest: Record<string, unknown>;
  };
  interface Tap {
    onaudioprocess: (event: { inputBuffer: { getChannelData(channel: number): Float32Array } }) => void;
  }
  type Node = { context: { sampleRate: number; createScriptProcessor(size: number, ins: number, outs: number): Tap } };
  const pieces: Int16Array[] = [];
  let sampleRate = 48_000;
  let firstAt: number | null = null;
  let lastAt: number | null = null;
  const { connect } = page.AudioNode.prototype;
  page.AudioNode.prototype.connect = function (this: Node, to: unknown, ...more: unknown[]) {
    if (to instanceof page.AudioDestinationNode) {
      sampleRate = this.context.sampleRate;
      const tap = this.context.createScriptProcessor(1024, 1, 1);
      tap.onaudioprocess = ({ inputBuffer }) => {
        const samples = inputBuffer.getChannelData(0);
        pieces.push(Int16Array.from(samples, (value) => Math.max(-1, Math.min(1, value)) * 32_767));
        if (!samples.some((value) => Math.abs(value) > 0.003)) return;
        firstAt ??= performance.now();
        lastAt = performance.now();
      };
      connect.call(this, tap);
      connect.call(tap, to);
    }
    return connect.call(this, to, ...more);
  } as typeof connect;
  page.vaTest = {
    ...page.vaTest,
    take() {
      const all = new Int16Array(pieces.reduce((sum, one) => sum + one.length, 0));
      let at = 0;
      for (const piece of pieces.splice(0)) {
        all.set(piece, at);
        at += piece.length;
      }
      const bytes = new Uint8Array(all.buffer);
      let letters = '';
      for (let from = 0; from < bytes.length; from += 8192)
        letters += String.fromCharCode(...bytes.subarray(from, from + 8192));
      const taken = { pcm: btoa(letters), sampleRate, firstAt, lastAt };
      firstAt = null;
      lastAt = null;
      return taken;
    },
  };
}

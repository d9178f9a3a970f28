import {
  CAPTURE,
  CAPTURE_FRAME,
  CAPTURE_RATE,
  type CapturedFrame,
  PLAYBACK,
  type PlaybackNews,
  type PlaybackOrder,
} from './messages.ts';
import { createPlayer } from './player.ts';
import { createResampler, type Resampler } from './resampler.ts';

/** How often the page is told how much was played, ms. */
const NEWS_MS = 100;

class Capture extends AudioWorkletProcessor {
  readonly #resampler = createResampler(sampleRate, CAPTURE_RATE);
  #frame = new Float32Array(CAPTURE_FRAME);
  #filled = 0;

  process(inputs: Float32Array[][]): boolean {
    const [channel] = inputs[0] ?? [];
    if (channel) for (const value of this.#resampler.push(channel)) this.#take(value);
    return true;
  }

  #take(value: number): void {
    this.#frame[this.#filled] = value;
    this.#filled += 1;
    if (this.#filled < CAPTURE_FRAME) return;
    const samples = this.#frame;
    let sum = 0;
    for (const one of samples) sum += one * one;
    this.#frame = new Float32Array(CAPTURE_FRAME);
    this.#filled = 0;
    const message: CapturedFrame = { samples, level: Math.sqrt(sum / CAPTURE_FRAME) };
    this.port.postMessage(message, [samples.buffer]);
  }
}

class Playback extends AudioWorkletProcessor {
  readonly #player = createPlayer(sampleRate);
  #resampler: { readonly turn: number; readonly from: number; readonly of: Resampler } | null = null;
  #toldMs = 0;
  #wasPlaying = false;

  constructor() {
    super();
    this.port.onmessage = ({ data }: MessageEvent<PlaybackOrder>) => this.#obey(data);
  }

  process(_inputs: Float32Array[][], outputs: Float32Array[][]): boolean {
    const [channel, ...others] = outputs[0] ?? [];
    if (!channel) return true;
    this.#player.render(channel);
    for (const other of others) other.set(channel);
    const { isPlaying } = this.#player;
    this.#toldMs += (channel.length * 1000) / sampleRate;
    if (isPlaying ? this.#toldMs >= NEWS_MS || !this.#wasPlaying : this.#wasPlaying)
      this.#tell(isPlaying ? 'playing' : 'quiet');
    this.#wasPlaying = isPlaying;
    return true;
  }

  #obey(order: PlaybackOrder): void {
    const player = this.#player;
    if (order.type === 'frame') player.push(order.turn, this.#resampled(order));
    else if (order.type === 'end') player.end(order.turn);
    else if (order.type === 'duck') player.duck();
    else if (order.type === 'restore') player.restore();
    else {
      player.cut();
      this.#resampler = null;
      this.#wasPlaying = false;
      this.#tell('cut');
    }
  }

  #resampled(order: Extract<PlaybackOrder, { type: 'frame' }>): Float32Array {
    if (this.#resampler?.turn !== order.turn || this.#resampler.from !== order.sampleRate)
      this.#resampler = {
        turn: order.turn,
        from: order.sampleRate,
        of: createResampler(order.sampleRate, sampleRate),
      };
    return this.#resampler.of.push(order.samples);
  }

  #tell(type: PlaybackNews['type']): void {
    this.#toldMs = 0;
    const { position, gaps } = this.#player;
    const news: PlaybackNews = { type, ...(position ?? { turn: -1, ms: 0 }), gaps };
    this.port.postMessage(news);
  }
}

registerProcessor(CAPTURE, Capture);
registerProcessor(PLAYBACK, Playback);

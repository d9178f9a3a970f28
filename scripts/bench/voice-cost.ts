import { silentLog } from '../../sidecar/lib/log.ts';
import { openOpusPool } from '../../sidecar/voice/audio/opus-pool.ts';
import { bytesOf } from '../../sidecar/voice/audio/pcm.ts';
import { energyActivity, FRAME_MS } from '../../sidecar/voice/turn-taking/energy.ts';
import { openSilero, WINDOW } from '../../sidecar/voice/turn-taking/silero.ts';
import { microphone, say } from '../../test/voice/timeline.ts';
import type { Bench, Figure } from './bench.ts';

const FRAMES = 3000;
const WARM_UP = 300;
/** Sessions whose windows come in together. */
const TOGETHER = 16;
const WINDOW_MS = 32;

/** What Opus and voice detection cost, in time of a core for each frame; sessions by arithmetic, each of them talking all the time. */
export const voiceCostBench: Bench = {
  name: 'voice-cost',
  about: 'voice: Opus and voice detection for each frame of 20 ms',
  async run({ tell }) {
    tell(`${FRAMES} frames of Opus both ways, and of voice detection`);
    return [...(await opusFigures()), ...energyFigures(), ...(await sileroFigures())];
  },
};

function frames(): readonly Int16Array[] {
  const said = say('how many leave days do i have left in this year and how many of them can i take in december', {
    at: 0,
  });
  const ear = microphone(said.sounds);
  return Array.from({ length: 200 }, (_, index) => ear.frame((index * FRAME_MS) % said.endMs));
}

/** Time of all threads of the process, ms. */
async function cpuMs(work: () => Promise<void> | void): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function figuresOf(name: string, msPerFrame: number, note: string): Figure[] {
  return [
    { name: `voice.${name}`, value: msPerFrame * 1000, unit: 'µs a frame', note },
    {
      name: `voice.${name}.sessions`,
      value: Math.floor(FRAME_MS / msPerFrame),
      unit: 'a core',
      note: 'by arithmetic, everybody talking',
    },
  ];
}

async function opusFigures(): Promise<Figure[]> {
  const pool = openOpusPool(silentLog);
  const [encoder, decoder] = [pool.open(16_000, 24_000), pool.open(16_000, 24_000)];
  const sound = frames().map(bytesOf);
  const packets: Uint8Array[] = [];
  for (let at = 0; at < WARM_UP; at += 1) packets.push(await encoder.encode(sound[at % sound.length] as Uint8Array));
  for (const packet of packets) await decoder.decode(packet);
  const encode = await cpuMs(async () => {
    await Promise.all(
      Array.from({ length: FRAMES }, (_, at) => encoder.encode(sound[at % sound.length] as Uint8Array)),
    );
  });
  const decode = await cpuMs(async () => {
    await Promise.all(
      Array.from({ length: FRAMES }, (_, at) => decoder.decode(packets[at % packets.length] as Uint8Array)),
    );
  });
  await pool.close();
  return [
    ...figuresOf('opus.encode', encode / FRAMES, '16 kHz, 24 kbit/s, with the way to the worker and back'),
    ...figuresOf('opus.decode', decode / FRAMES, 'with the way to the worker and back'),
    ...figuresOf('opus', (encode + decode) / FRAMES, 'both ways'),
  ];
}

function energyFigures(): Figure[] {
  const sound = frames();
  const activity = energyActivity();
  const push = (count: number) => {
    for (let at = 0; at < count; at += 1) activity.push(sound[at % sound.length] as Int16Array);
  };
  push(WARM_UP);
  const from = performance.now();
  push(FRAMES);
  return figuresOf('vad.energy', (performance.now() - from) / FRAMES, 'level and pitch, on the main thread');
}

async function sileroFigures(): Promise<Figure[]> {
  const judges = openSilero(silentLog);
  const memory = process.memoryUsage().rss;
  if (!(await judges.ready())) throw new Error('Silero VAD could not be loaded');
  const ears = Array.from({ length: TOGETHER }, () => judges.open());
  const window = new Int16Array(WINDOW);
  for (const [index, frame] of frames().slice(2, 4).entries()) window.set(frame.subarray(0, 256), index * 256);
  const judge = async (of: typeof ears, times: number) => {
    for (let at = 0; at < times; at += 1) await Promise.all(of.map((ear) => ear.judge(window)));
  };
  const cost = async (of: typeof ears) => {
    await judge(of, 100);
    const times = 400;
    return (await cpuMs(() => judge(of, times))) / times / of.length;
  };
  const one = await cost(ears.slice(0, 1));
  const many = await cost(ears);
  const grown = (process.memoryUsage().rss - memory) / 2 ** 20;
  await judges.close();
  const note = 'of the frames that are loud enough while we speak';
  return [
    ...figuresOf('vad.silero.alone', (one * FRAME_MS) / WINDOW_MS, `one session; ${note}`),
    ...figuresOf('vad', (many * FRAME_MS) / WINDOW_MS, `${TOGETHER} sessions whose windows come together; ${note}`),
    { name: 'voice.vad.memory', value: grown, unit: 'MB', note: 'of the worker with the model, once a process' },
  ];
}

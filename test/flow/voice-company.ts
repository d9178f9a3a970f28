import { afterAll, afterEach, beforeAll } from 'vitest';
import { type ScriptedStt, scriptedStt } from '../fakes/voice/scripted-stt.ts';
import { type ToneTts, toneTts } from '../fakes/voice/tone-tts.ts';
import { type Company, type CompanyOptions, type Employee, openCompany } from './company.ts';
import { type VoiceClient, voiceClient } from './voice-client.ts';
import type { ClientOptions, WireKind } from './voice-wire.ts';

/** ms of a word: so quick that nobody waits, and so slow that there is time to interrupt, however busy the machine is. */
export const QUICK = 20;
export const SLOW = 3000;
export const BALANCE = 'how much annual leave do I have left?';

/** The company for tests of calls: the words are scripted, the voice a hum. */
export interface VoiceCompany {
  readonly stt: ScriptedStt;
  readonly tts: ToneTts;
  readonly company: Company;
  readonly priya: Employee;
  connect(options?: ClientOptions): Promise<VoiceClient>;
  call(employee?: Employee): Promise<VoiceClient>;
  /** Somebody says something at his usual loudness. */
  says(client: VoiceClient, text: string, amplitude?: number): void;
}

/** Opens one for the tests of this file; connections are hung up after each. */
export function voiceCompany(wire: WireKind, options: CompanyOptions = {}): VoiceCompany {
  const stt = scriptedStt();
  const tts = toneTts(QUICK);
  const open: VoiceClient[] = [];
  let company: Company | null = null;
  let priya: Employee | null = null;

  beforeAll(async () => {
    company = await openCompany({
      speech: { stt, tts, defaultVoice: 'hum' },
      ...options,
      env: { VA_LIMIT_VOICE: '1000', VA_VOICE_MINUTES_PER_USER: '100000', VA_VOICE_VAD: 'energy', ...options.env },
    });
    priya = await company.as('priya@acme.test');
  });
  afterAll(() => company?.close());
  afterEach(async () => {
    tts.msPerWord = QUICK;
    tts.breakFrom = -1;
    for (const client of open.splice(0)) await client.end();
  });

  const rooms: VoiceCompany = {
    stt,
    tts,
    get company() {
      if (!company) throw new Error('not open yet');
      return company;
    },
    get priya() {
      if (!priya) throw new Error('not open yet');
      return priya;
    },
    async connect(more = {}) {
      const client = await voiceClient(rooms.company.url, { wire, ...more });
      open.push(client);
      return client;
    },
    call: (employee = rooms.priya) => rooms.connect({ token: employee.token }),
    says(client, text, amplitude) {
      const before = stt.heardMs;
      client.hum(200, amplitude);
      // The words come once the sound is there.
      const wait = setInterval(() => {
        if (stt.heardMs < before + 200) return;
        clearInterval(wait);
        stt.say(text);
      }, 1);
    },
  };
  return rooms;
}

/** The next whole answer. */
export const answer = (client: VoiceClient) => client.next('response.text', (event) => event.is_complete);

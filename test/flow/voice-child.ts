import { openApp } from '../../sidecar/app.ts';
import { loadConfig } from '../../sidecar/config.ts';
import { systemClock } from '../../sidecar/lib/clock.ts';
import { createLog } from '../../sidecar/lib/log.ts';
import { toneTts } from '../fakes/voice/tone-tts.ts';

/** The sidecar in a process of its own, with a voice that hums so slowly that it can be killed in mid-speech. */
const config = loadConfig(process.env);
const app = await openApp({
  config,
  clock: systemClock,
  log: createLog({ level: config.process.logLevel }),
  version: 'test',
  speech: { stt: null, tts: toneTts(2000), defaultVoice: 'hum' },
});
process.on('SIGTERM', () => {
  app.close().then(
    () => process.exit(0),
    () => process.exit(1),
  );
});
console.log(`ready ${app.url}`);

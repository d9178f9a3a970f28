import { expect, it } from 'vitest';
import { silentLog } from '../../sidecar/lib/log.ts';
import { levelDb } from '../../sidecar/voice/audio/pcm.ts';
import type { TurnSign } from '../../sidecar/voice/turn-taking.ts';
import { manualClock } from '../fakes/manual-clock.ts';
import { humming } from '../fakes/voice/tone-tts.ts';
import { taking } from './hearing-room.ts';

// Pages with an ear of their own send no silence: nothing may wait for the next frame.
it('a sound from before we spoke is over once we have spoken, also when no more sound comes', async () => {
  const clock = manualClock(Date.UTC(2026, 10, 23, 12));
  const signs: TurnSign[] = [];
  const turnTaking = taking({ clock, log: silentLog, handsFree: true, onSign: (sign) => signs.push(sign) });
  turnTaking.situation({ speaking: false, thinking: true, expects: 'anything' });
  const sound = humming(16_000, 200);
  for (let at = 0; at + 320 <= sound.length; at += 320) {
    const samples = sound.subarray(at, at + 320);
    await clock.advance(20);
    turnTaking.sound({ samples, levelDb: levelDb(samples) });
  }
  expect(signs).toEqual(['speech']);
  turnTaking.situation({ speaking: true, thinking: false, expects: 'anything' });
  await clock.advance(3000);
  turnTaking.situation({ speaking: false, thinking: false, expects: 'anything' });
  await clock.advance(1);
  expect(signs.at(-1)).toBe('end');
  turnTaking.close();
});

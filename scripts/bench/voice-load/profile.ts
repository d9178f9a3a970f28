import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { join } from 'node:path';

/** CPU profiles of stretches, not of the whole process: each `next` ends one and begins another. */
export async function stretchProfiles(dir: string): Promise<{ next(): Promise<void> }> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  let count = 0;
  let isRunning = false;
  return {
    async next() {
      if (isRunning) {
        const { profile } = await session.post('Profiler.stop');
        count += 1;
        writeFileSync(
          join(dir, `voice-${process.pid}-${String(count).padStart(2, '0')}.cpuprofile`),
          JSON.stringify(profile),
        );
      }
      isRunning = true;
      await session.post('Profiler.start');
    },
  };
}

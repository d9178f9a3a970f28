import { expect, it } from 'vitest';
import { silentLog } from '../../sidecar/lib/log.ts';
import { openOpusPool } from '../../sidecar/voice/audio/opus-pool.ts';

it('a session that ends while frames are being made leaves no rejection that nobody handles', async () => {
  const unhandled: unknown[] = [];
  const note = (error: unknown) => unhandled.push(error);
  process.on('unhandledRejection', note);
  const pool = openOpusPool(silentLog);
  const codec = pool.open(24_000, 24_000);
  const first = codec.encode(new Uint8Array(960));
  expect((await first).length).toBeGreaterThan(0);
  // In speaking these lie in a queue; only the first of them is waited for.
  for (let n = 0; n < 50; n += 1) void codec.encode(new Uint8Array(960));
  codec.close();
  await pool.close();
  await new Promise((resolve) => setTimeout(resolve, 50));
  process.off('unhandledRejection', note);
  expect(unhandled).toEqual([]);
});

it('a frame that is a part of a block is sent alone', async () => {
  const pool = openOpusPool(silentLog);
  const codec = pool.open(16_000, 24_000);
  const block = new Uint8Array(65_536);
  const packet = await codec.encode(block.subarray(1000, 1640));
  expect(packet.length).toBeGreaterThan(0);
  // The block is still the caller's.
  expect(block.byteLength).toBe(65_536);
  codec.close();
  await pool.close();
});

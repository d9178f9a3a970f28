import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { SOCKET_PATH } from '@dartwing-va/contract/socket.ts';
import { io, type Socket } from 'socket.io-client';
import type { Stack } from '../../test/chaos/stack.ts';
import { atMost, type Bench } from './bench.ts';
import { withStack } from './bench-stack.ts';
import { hireStaff } from './staff.ts';

const IDLE_S = 60;
const SOCKETS = 2000;
/** The gateway lets one user have 20. */
const EMPLOYEES = 125;
const SETTLE_S = 40;

/** Memory of the sidecar's process: idle, and for each page that is open and silent. */
export const memoryBench: Bench = {
  name: 'memory',
  about: 'memory of the sidecar 60 s after it was ready, and for each of 2000 idle sockets',
  run: ({ tell }) =>
    withStack({ profileDir: null }, async (stack) => {
      tell(`idle for ${IDLE_S} s, twice: at a first start modules are compiled`);
      await delay(IDLE_S * 1000);
      const first = resident(stack);
      await stack.sidecar.stop();
      await stack.sidecar.start();
      await delay(IDLE_S * 1000);
      const idle = resident(stack);
      const staff = await hireStaff(stack, EMPLOYEES, tell);
      tell('settling');
      await delay(SETTLE_S * 1000);
      const before = resident(stack);
      tell(`opening ${SOCKETS} sockets`);
      const sockets: Socket[] = [];
      for (let n = 0; n < SOCKETS; n += 1) {
        const who = staff[n % staff.length];
        if (who) sockets.push(await openPage(stack, who.token, who.conversation));
      }
      await delay(SETTLE_S * 1000);
      const after = resident(stack);
      const alive = sockets.filter((socket) => socket.connected).length;
      for (const socket of sockets) socket.disconnect();
      if (alive !== SOCKETS) throw new Error(`${SOCKETS - alive} of ${SOCKETS} sockets were cut off`);
      return [
        {
          name: 'memory.idle',
          value: idle / 1024,
          unit: 'MB',
          budget: atMost(120),
          note: 'resident, embedded, no key',
        },
        { name: 'memory.first-start', value: first / 1024, unit: 'MB', note: 'the same when nothing is compiled yet' },
        { name: 'memory.staff', value: before / 1024, unit: 'MB', note: `after ${EMPLOYEES} sign-ins` },
        {
          name: 'memory.per-socket',
          value: (after - before) / SOCKETS,
          unit: 'kB',
          budget: atMost(60),
          note: `over ${SOCKETS}, each following a conversation`,
        },
      ];
    }),
};

/** Resident memory of the sidecar, kB. */
function resident(stack: Stack): number {
  const status = readFileSync(`/proc/${stack.sidecar.pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]);
}

async function openPage(stack: Stack, token: string, conversation: string): Promise<Socket> {
  const socket = io(stack.sidecarUrl, {
    path: SOCKET_PATH,
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    auth: { token },
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  const ack = (await socket.emitWithAck('conversation.open', { conversation_id: conversation })) as { ok: boolean };
  if (!ack.ok) throw new Error(JSON.stringify(ack));
  return socket;
}

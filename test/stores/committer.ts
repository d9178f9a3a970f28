import { systemClock } from '../../sidecar/lib/clock.ts';
import { silentLog } from '../../sidecar/lib/log.ts';
import { openEmbeddedStores } from '../../sidecar/stores/embedded/open.ts';
import { openRedisStores } from '../../sidecar/stores/redis/open.ts';

/**
 * The process that kill.test.ts kills: takes the message in hand, commits its outcome and the next message, says what
 * was acknowledged, and goes on until it dies. Arguments: backend, then folder or address.
 */
const [, , backend, place = ''] = process.argv;
const stores =
  backend === 'redis'
    ? await openRedisStores({ url: place, site: 'kill.test', clock: systemClock, log: silentLog })
    : openEmbeddedStores({ dir: place, clock: systemClock, log: silentLog });

const [inHand] = await stores.journal.read('turns', 1);
let number = Number((await stores.kv.get('state')) ?? 0);
let turn = inHand?.id;
for (;;) {
  number += 1;
  await stores.journal.commit({
    append: [
      { stream: 'records', body: `${number}a` },
      { stream: 'records', body: `${number}b` },
      { stream: 'turns', body: String(number) },
    ],
    remove: turn === undefined ? [] : [{ stream: 'turns', ids: [turn] }],
    set: [{ key: 'state', value: String(number) }],
  });
  process.stdout.write(`${number}\n`);
  turn = (await stores.journal.read('turns', 1))[0]?.id;
  await stores.events.append('c1', [`${number}`]);
}

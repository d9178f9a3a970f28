import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createHttpServer } from '../../sidecar/gateway/http/server.ts';
import { attachSocketServer, type SocketGateway } from '../../sidecar/gateway/socket/socket-server.ts';
import { systemClock } from '../../sidecar/lib/clock.ts';
import { Session } from '../../web/transport/session.ts';
import { SidecarTransport } from '../../web/transport/sidecar-transport.ts';
import { card, fakeGateway } from '../gateway/fakes.ts';

let app: FastifyInstance;
let gateway: SocketGateway;
let transport: SidecarTransport;

beforeEach(async () => {
  const fake = fakeGateway(systemClock);
  app = await createHttpServer(fake.deps);
  await app.listen({ port: 0, host: '127.0.0.1' });
  gateway = attachSocketServer(app.server, fake.deps);
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  const session = new Session(url, null);
  session.adopt({ access_token: 'good', expires_in: 900, refresh_token: 'r' });
  const nothing = () => undefined;
  transport = new SidecarTransport(url, session, {
    onConnection: nothing,
    onEvent: nothing,
    onReload: nothing,
    onSignedOut: nothing,
  });
});
afterEach(async () => {
  transport.close();
  await gateway.close();
  await app.close();
});

it('a yes whose first answer was lost shows what the first one came to', async () => {
  expect(await transport.confirm({ ...card, action_id: 'act_done' })).toMatchObject({
    action: { action_id: 'act_done', status: 'completed' },
    message: 'Done.',
  });
});

it('any other refusal of a yes stays one', async () => {
  await expect(transport.confirm({ ...card, action_id: 'act_expired' })).rejects.toMatchObject({
    code: 'ACTION_EXPIRED',
  });
});

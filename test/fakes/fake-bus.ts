import { createServer } from 'node:http';
import { Server } from 'socket.io';

/** Frappe's socket.io server as far as a service sees it: the handshake's checks and the room of a user. */
export interface FakeBus {
  readonly url: string;
  readonly refused: string[];
  /** How many came in. */
  readonly accepted: number;
  emit(event: string, payload: unknown): void;
  /** Cuts everybody's connection as a restart does; they may come back. */
  drop(): void;
  /** From now on nobody's key is known, or all are again. */
  refuse(on: boolean): void;
  close(): Promise<void>;
}

/** Checks in the order of Frappe 15 (frappe-contract.md 1.2), the strictest that is supported. */
export async function fakeBus(options: {
  readonly siteName: string;
  readonly authorization: string;
  readonly user: string;
}): Promise<FakeBus> {
  const http = createServer();
  const io = new Server(http, { cors: { origin: true, credentials: true } });
  const refused: string[] = [];
  let refusing = false;
  let accepted = 0;
  const namespace = io.of(/^\/.*$/);
  namespace.use((socket, next) => {
    const { host, origin, cookie, authorization } = socket.handshake.headers;
    const name = socket.handshake.headers['x-frappe-site-name'];
    const fault =
      socket.nsp.name !== `/${String(name)}` || name !== options.siteName
        ? 'Invalid namespace'
        : hostname(origin) !== hostname(`http://${host}`)
          ? 'Invalid origin'
          : !cookie
            ? 'No cookie transmitted.'
            : refusing || authorization !== options.authorization
              ? 'Unauthorized'
              : null;
    if (fault) refused.push(fault);
    next(fault ? new Error(fault) : undefined);
  });
  namespace.on('connection', async (socket) => {
    accepted += 1;
    await socket.join(`user:${options.user}`);
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const address = http.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const room = () => io.of(`/${options.siteName}`);
  return {
    url: `http://127.0.0.1:${address.port}`,
    refused,
    get accepted() {
      return accepted;
    },
    emit: (event, payload) => void room().to(`user:${options.user}`).emit(event, payload),
    drop: () => room().disconnectSockets(true),
    refuse(on) {
      refusing = on;
    },
    close: () => io.close(),
  };
}

function hostname(url: string | undefined): string | null {
  return url !== undefined && URL.canParse(url) ? new URL(url).hostname : null;
}

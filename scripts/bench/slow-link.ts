import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A link that is longer than loopback: everything that goes to `port` arrives later by `delayMs`, in order. */
export interface SlowLink {
  readonly port: number;
  close(): void;
}

/** @param delayMs added to the way there; the way back costs nothing more, so it is what a round trip gets longer by. */
export async function slowLink(port: number, delayMs: number): Promise<SlowLink> {
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    for (const socket of [near, far]) {
      open.add(socket.setNoDelay(true));
      socket.once('close', () => {
        open.delete(socket);
        near.destroy();
        far.destroy();
      });
      // The other end is told by the close.
      socket.on('error', () => socket.destroy());
    }
    near.on('data', (chunk) => {
      setTimeout(() => far.write(chunk), delayMs);
    });
    far.pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}

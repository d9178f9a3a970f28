import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';

/** A mask that is no zero: the server has to take it off. */
const MASK = Buffer.from([0x5a, 0x3c, 0x69, 0x96]);
const TEXT = 1;
const BINARY = 2;
const PING = 9;
const PONG = 10;

/** A WebSocket with as little of our own time as can be: the generator shares a core with the site. */
export interface RawSocket {
  text(text: string): void;
  binary(payload: Buffer): void;
  close(): void;
}

export async function rawSocket(
  url: URL,
  headers: Readonly<Record<string, string>>,
  events: {
    onText(text: string): void;
    onBinary(payload: Buffer): void;
    onClose(why: string): void;
  },
): Promise<RawSocket> {
  const socket = connect({ host: url.hostname, port: Number(url.port), noDelay: true });
  let waiting: Buffer = Buffer.alloc(0);
  const head = [
    `GET ${url.pathname}${url.search} HTTP/1.1`,
    `Host: ${url.host}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.once('connect', () => socket.write(`${head.join('\r\n')}\r\n\r\n`));
    const upgraded = (chunk: Buffer) => {
      waiting = Buffer.concat([waiting, chunk]);
      const end = waiting.indexOf('\r\n\r\n');
      if (end < 0) return;
      socket.off('data', upgraded);
      const status = waiting.toString('latin1', 0, waiting.indexOf('\r\n'));
      if (!status.includes(' 101 ')) return reject(new Error(status));
      waiting = waiting.subarray(end + 4);
      socket.on('data', read);
      resolve();
      if (waiting.length > 0) read(Buffer.alloc(0));
    };
    socket.on('data', upgraded);
  });
  socket.on('error', (error) => events.onClose(error.message));
  socket.on('close', () => events.onClose('closed'));

  function read(chunk: Buffer): void {
    let data = waiting.length === 0 ? chunk : Buffer.concat([waiting, chunk]);
    for (;;) {
      if (data.length < 2) break;
      const short = (data[1] ?? 0) & 127;
      const start = short === 126 ? 4 : short === 127 ? 10 : 2;
      if (data.length < start) break;
      const length = short === 126 ? data.readUInt16BE(2) : short === 127 ? Number(data.readBigUInt64BE(2)) : short;
      if (data.length < start + length) break;
      take((data[0] ?? 0) & 15, data.subarray(start, start + length));
      data = data.subarray(start + length);
    }
    waiting = data;
  }
  function take(opcode: number, payload: Buffer): void {
    if (opcode === TEXT) events.onText(payload.toString());
    else if (opcode === BINARY) events.onBinary(payload);
    else if (opcode === PING) send(socket, PONG, payload);
  }
  return {
    text: (text) => send(socket, TEXT, Buffer.from(text)),
    binary: (payload) => send(socket, BINARY, payload),
    close: () => socket.destroy(),
  };
}

function send(socket: Socket, opcode: number, payload: Buffer): void {
  const start = payload.length < 126 ? 2 : 4;
  const frame = Buffer.allocUnsafe(start + 4 + payload.length);
  frame[0] = 0x80 | opcode;
  if (start === 2) frame[1] = 0x80 | payload.length;
  else {
    frame[1] = 0x80 | 126;
    frame.writeUInt16BE(payload.length, 2);
  }
  MASK.copy(frame, start);
  for (let index = 0; index < payload.length; index += 1)
    frame[start + 4 + index] = (payload[index] as number) ^ (MASK[index & 3] as number);
  socket.write(frame);
}

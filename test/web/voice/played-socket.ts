import type { SocketLike } from '../../../web/voice/voice-link.ts';

/** A browser's WebSocket whose other end is the test. */
export class PlayedSocket implements SocketLike {
  readonly url: string;
  readonly protocols: readonly string[];
  /** Messages as objects; frames of sound as [number, first byte]. */
  readonly sent: unknown[] = [];
  binaryType = '';
  isClosed = false;
  onopen: (() => void) | null = null;
  onmessage: ((message: { readonly data: unknown }) => void) | null = null;
  onclose: ((close: { readonly code: number; readonly reason: string }) => void) | null = null;

  constructor(url: string, protocols: readonly string[]) {
    this.url = url;
    this.protocols = protocols;
  }
  send(data: string | Uint8Array<ArrayBuffer>): void {
    if (this.isClosed) return;
    this.sent.push(
      typeof data === 'string' ? JSON.parse(data) : [new DataView(data.buffer).getUint32(1), data[5] ?? null],
    );
  }
  close(): void {
    this.isClosed = true;
  }
  open(): void {
    this.onopen?.();
  }
  tell(seq: number, body: Readonly<Record<string, unknown>>): void {
    this.onmessage?.({ data: JSON.stringify({ seq, ...body }) });
  }
  frame(message: ArrayBuffer): void {
    this.onmessage?.({ data: message });
  }
  /** The connection ends. */
  lose(code = 1006): void {
    this.isClosed = true;
    this.onclose?.({ code, reason: '' });
  }
}

import { parentPort } from 'node:worker_threads';
import OpusScript from 'opusscript';
import type { CodecCall, CodecReply } from './opus-pool.ts';

/** Opus of many sessions, off the main thread: calls come in and are answered in order. */
const codecs = new Map<number, { readonly opus: OpusScript; readonly frameSize: number }>();

function run(call: CodecCall): Uint8Array | null {
  switch (call.op) {
    case 'open': {
      const opus = new OpusScript(call.sampleRate, 1, OpusScript.Application.VOIP);
      opus.setBitrate(call.bitrate);
      codecs.set(call.codec, { opus, frameSize: call.sampleRate / 50 });
      return null;
    }
    case 'encode': {
      const codec = codecs.get(call.codec);
      return codec ? copied(codec.opus.encode(Buffer.from(call.data), codec.frameSize)) : null;
    }
    case 'decode': {
      const codec = codecs.get(call.codec);
      return codec ? copied(codec.opus.decode(Buffer.from(call.data))) : null;
    }
    case 'close':
      codecs.get(call.codec)?.opus.delete();
      codecs.delete(call.codec);
      return null;
  }
}

/** Small Buffers share a pool that cannot be handed over. */
function copied(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer);
}

parentPort?.on('message', (call: CodecCall) => {
  let reply: CodecReply;
  try {
    reply = { id: call.id, data: run(call) };
  } catch (error) {
    reply = { id: call.id, data: null, error: error instanceof Error ? error.message : 'not readable' };
  }
  parentPort?.postMessage(reply);
});

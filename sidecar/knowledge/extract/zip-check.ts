import { inflateRawSync } from 'node:zlib';

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const STORED = 0;
const DEFLATED = 8;
const END_BYTES = 22;
const LONGEST_COMMENT = 65_535;

/**
 * Unpacks a zip once, part by part and throwing away, to see what it comes to: sizes that stand in it may be lies.
 * @throws when it is no zip, has too many parts or unpacks to more than `unpackedBytes`
 */
export function checkZip(zip: Buffer, limits: { readonly unpackedBytes: number; readonly parts: number }): void {
  const end = endOf(zip);
  const parts = zip.readUInt16LE(end + 10);
  if (parts > limits.parts) throw new Error(`the file has ${parts} parts`);
  let at = zip.readUInt32LE(end + 16);
  let room = limits.unpackedBytes;
  for (let part = 0; part < parts; part++) {
    if (at + 46 > zip.length || zip.readUInt32LE(at) !== ENTRY) throw new Error('the file is damaged');
    room -= unpackedSize(zip, at, room);
    at += 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
}

function endOf(zip: Buffer): number {
  const first = Math.max(0, zip.length - END_BYTES - LONGEST_COMMENT);
  for (let at = zip.length - END_BYTES; at >= first; at--) if (zip.readUInt32LE(at) === END) return at;
  throw new Error('the file is no zip');
}

function unpackedSize(zip: Buffer, entry: number, room: number): number {
  const method = zip.readUInt16LE(entry + 10);
  const packed = zip.readUInt32LE(entry + 20);
  const local = zip.readUInt32LE(entry + 42);
  if (local + 30 > zip.length || zip.readUInt32LE(local) !== LOCAL) throw new Error('the file is damaged');
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  const data = zip.subarray(start, start + packed);
  if (method === STORED) {
    if (data.length > room) throw new Error('the file unpacks to too much');
    return data.length;
  }
  if (method !== DEFLATED) throw new Error('the file is packed in an unknown way');
  try {
    return inflateRawSync(data, { maxOutputLength: Math.max(1, room) }).length;
  } catch (error) {
    const tooMuch = error instanceof RangeError || Reflect.get(Object(error), 'code') === 'ERR_BUFFER_TOO_LARGE';
    throw new Error(tooMuch ? 'the file unpacks to too much' : 'the file is damaged', { cause: error });
  }
}

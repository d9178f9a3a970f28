import { parentPort, workerData } from 'node:worker_threads';
import type { Block } from '../html-text.ts';
import { LIMITS } from './limits.ts';

/** Reads one file and ends. Runs apart from the service: a hostile file takes nothing but this worker with it. */
const { data, format } = workerData as { readonly data: Uint8Array; readonly format: 'pdf' | 'docx' };

async function read(): Promise<readonly Block[]> {
  if (format === 'pdf') return (await import('./pdf.ts')).blocksOfPdf(data);
  return (await import('./docx.ts')).blocksOfDocx(data);
}

try {
  parentPort?.postMessage({ blocks: bounded(await read()) });
} catch (error) {
  parentPort?.postMessage({ failed: error instanceof Error ? error.message.slice(0, 300) : 'unreadable' });
}

function bounded(blocks: readonly Block[]): readonly Block[] {
  let room: number = LIMITS.chars;
  return blocks.filter(({ text }) => {
    room -= text.length;
    return room >= 0;
  });
}

import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import { type Block, blocksOf } from '../html-text.ts';
import { LIMITS } from './limits.ts';

export type FileFormat = 'text' | 'markdown' | 'html' | 'pdf' | 'docx';

/** A file whose text cannot be had; the message says why, for the log. */
export class ExtractFailure extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ExtractFailure';
  }
}

const reply = z.union([
  z.object({ blocks: z.array(z.object({ kind: z.enum(['heading', 'text', 'step']), text: z.string() })) }),
  z.object({ failed: z.string() }),
]);

/**
 * What a file says. PDF and DOCX are read in a worker of their own, with bounds of time and memory: whatever is in the file, only that
 * worker ends. @throws ExtractFailure
 */
export async function extractBlocks(data: Uint8Array, format: FileFormat): Promise<readonly Block[]> {
  if (format === 'pdf' || format === 'docx') return await inWorker(data, format);
  const text = new TextDecoder('utf-8').decode(data.subarray(0, LIMITS.chars * 4));
  return blocksOf(format === 'text' ? plain(text) : text, LIMITS.chars);
}

/** What looks like markup in a plain text is text. */
function plain(text: string): string {
  return text.replaceAll('<', '‹').replaceAll('>', '›');
}

function inWorker(data: Uint8Array, format: 'pdf' | 'docx'): Promise<readonly Block[]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData: { data, format },
      resourceLimits: { maxOldGenerationSizeMb: LIMITS.heapMb },
      // A library that complains about a file complains to nobody.
      stdout: true,
      stderr: true,
      env: {},
    });
    const end = (settle: () => void) => {
      clearTimeout(timer);
      settle();
      void worker.terminate();
    };
    const timer = setTimeout(() => end(() => reject(new ExtractFailure(`not read within ${LIMITS.ms} ms`))), LIMITS.ms);
    worker.once('message', (message: unknown) => {
      const parsed = reply.safeParse(message);
      if (!parsed.success) return end(() => reject(new ExtractFailure('the reader answered nonsense')));
      const { data: answer } = parsed;
      end(() => ('blocks' in answer ? resolve(answer.blocks) : reject(new ExtractFailure(answer.failed))));
    });
    worker.once('error', (error: unknown) =>
      end(() => reject(new ExtractFailure('the reader gave up', { cause: error }))),
    );
    worker.once('exit', () => end(() => reject(new ExtractFailure('the reader ended'))));
  });
}

import { closeSync, fdatasync, openSync } from 'node:fs';

/** Brings a file's written pages to the disk while the process goes on. */
export interface DiskSync {
  /** Resolves when all that was written before the call is on the disk. Calls that come meanwhile share the next round. */
  sync(): Promise<void>;
  /** The file is closed after the round that is under way. Whoever calls it brings the rest to the disk himself. */
  close(): void;
}

/** @param path of a file that may not be there before the first call, and stays the same one from then on. */
export function diskSync(path: string): DiskSync {
  let file: number | null = null;
  let running: Promise<void> | null = null;
  let following: Promise<void> | null = null;
  let isClosed = false;

  async function round(): Promise<void> {
    // Whoever closed brought everything to the disk.
    if (isClosed) return;
    file ??= openSync(path, 'r');
    const open = file;
    running = new Promise<void>((resolve, reject) => {
      fdatasync(open, (error) => {
        running = null;
        if (isClosed) closeSync(open);
        if (error) reject(error);
        else resolve();
      });
    });
    await running;
  }
  return {
    sync() {
      if (running === null) return round();
      following ??= running
        .catch(() => undefined)
        .then(() => {
          following = null;
          return round();
        });
      return following;
    },
    close() {
      isClosed = true;
      if (file !== null && running === null) closeSync(file);
    },
  };
}

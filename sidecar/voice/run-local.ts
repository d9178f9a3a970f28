import { execFile } from 'node:child_process';

/** What an installed program prints; null when it is not installed or fails at once. */
export function runLocal(program: string, args: readonly string[]): Promise<string | null> {
  return new Promise((resolve) => {
    execFile(program, args, { timeout: 5000 }, (error, stdout, stderr) => {
      resolve(error === null ? `${stdout}${stderr}` : null);
    });
  });
}

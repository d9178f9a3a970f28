import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStack, type Stack, type StackOptions } from '../../test/chaos/stack.ts';

/** A benchmark is quicker than people. */
export const NO_LIMITS = {
  VA_LIMIT_CONVERSATIONS: '100000000',
  VA_LIMIT_ACTIONS: '100000000',
  VA_LIMIT_OTHER: '100000000',
  VA_LIMIT_COMPANY: '100000000',
  VA_LIMIT_SIGN_INS: '100000000',
  VA_AGENT_CALLS_PER_MINUTE: '100000',
};

/** The embedded site and the sidecar as processes of their own, with new data that is removed afterwards. */
export async function withStack<T>(
  options: Pick<StackOptions, 'siteOnly'> & { readonly profileDir: string | null },
  work: (stack: Stack) => Promise<T>,
): Promise<T> {
  const dir = mkdtempSync(join(tmpdir(), 'va-bench-'));
  const nodeArgs = options.profileDir ? ['--cpu-prof', `--cpu-prof-dir=${options.profileDir}`] : [];
  const stack = await openStack({
    dir,
    backend: 'embedded',
    sidecarEnv: NO_LIMITS,
    nodeArgs,
    siteOnly: options.siteOnly ?? false,
  });
  try {
    return await work(stack);
  } finally {
    await stack.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

import { type ParseArgsConfig, parseArgs } from 'node:util';

/** Options of a command; an unknown one ends it with a sentence, how it is used, and exit code 2. */
export function readOptions<const T extends ParseArgsConfig>(
  config: T,
  usage: string,
): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${usage}`);
    process.exit(2);
  }
}

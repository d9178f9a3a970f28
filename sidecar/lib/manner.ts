import type { Entry, Rest, Say } from './messages.ts';

/** Ways of saying the same. `playful` is `warm` with a wink, and falls back to it. */
export type Manner = 'plain' | 'warm' | 'playful' | 'formal' | 'terse';

type WithManner = `${string}.${Manner}`;
type Plain<C> = Exclude<keyof C & string, WithManner>;

/** Says an entry of a catalogue in a manner; without one, or when the entry has no such wording, as it stands. */
export type SayInManner<C extends Readonly<Record<string, Entry>>> = <K extends Plain<C>>(
  manner: Manner | undefined,
  key: K,
  ...rest: Rest<C[K]>
) => string;

/**
 * The wordings of a catalogue: `thanks` in the manner `formal` is its entry `thanks.formal` when there is one, else `thanks`.
 * A wording takes the parameters of its entry, so the facts are the same in every manner.
 * @example const speak = inManner(defineMessages({ bye: 'Bye, {name}.', 'bye.formal': 'Goodbye, {name}.' })); speak('formal', 'bye', { name });
 */
export function inManner<C extends Readonly<Record<string, Entry>>>(say: Say<C>): SayInManner<C> {
  const known: ReadonlySet<string> = new Set(say.keys);
  const saidAs = say as unknown as (key: string, ...rest: readonly unknown[]) => string;
  return (manner, key, ...rest) => {
    const wordings = manner === 'playful' ? [`${key}.playful`, `${key}.warm`] : [`${key}.${manner}`];
    return saidAs(wordings.find((wording) => known.has(wording)) ?? key, ...rest);
  };
}

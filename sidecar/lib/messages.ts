/** Every sentence that the sidecar says to a person is defined through here, one catalogue a room. */
type Names<S> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;
export type Entry = string | ((params: never) => string);
type ParamsOf<E> = E extends string
  ? [Names<E>] extends [never]
    ? undefined
    : Readonly<Record<Names<E>, string | number>>
  : E extends (params: infer P) => string
    ? P
    : never;
export type Rest<E> = ParamsOf<E> extends undefined ? [] : [params: ParamsOf<E>];

export interface Say<C extends Readonly<Record<string, Entry>>> {
  <K extends keyof C & string>(key: K, ...rest: Rest<C[K]>): string;
  readonly keys: readonly (keyof C & string)[];
}

/**
 * A catalogue of sentences. An entry is a text with `{names}` to fill, or a function where the words depend on a number.
 * The compiler knows each entry's parameters.
 * @example const say = defineMessages({ hello: 'Hello {name}.', days: (p: { n: number }) => (p.n === 1 ? 'a day' : `${p.n} days`) });
 */
export function defineMessages<const C extends Readonly<Record<string, Entry>>>(catalogue: C): Say<C> {
  const say = (key: string, params?: unknown): string => {
    const entry = catalogue[key];
    if (entry === undefined) throw new TypeError(`no message "${key}"`);
    if (typeof entry === 'function') return (entry as (given: unknown) => string)(params);
    const given = new Map(Object.entries(params ?? {}));
    return entry.replace(/\{(\w+)\}/g, (_whole, name: string) => {
      if (!given.has(name)) throw new TypeError(`message "${key}" needs "${name}"`);
      return String(given.get(name));
    });
  };
  return Object.assign(say, { keys: Object.keys(catalogue) }) as Say<C>;
}

import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** The process's numbers, as `/metrics` prints them. Names get the prefix `va_`; times are in seconds as Prometheus wants. */
export interface Metrics {
  counter<L extends string = never>(name: string, help: string, labels?: readonly L[]): Counter<L>;
  histogram<L extends string = never>(
    name: string,
    help: string,
    options?: { readonly labels?: readonly L[]; readonly buckets?: readonly number[] },
  ): Histogram<L>;
  /** `read` is asked at each scrape. */
  gauge(name: string, help: string, read?: () => number | Promise<number>): Gauge;
  /** The text format, for `/metrics`. */
  text(): Promise<string>;
  readonly contentType: string;
}

// A label per person or per conversation would make a series each, and put ids where anybody may read them.
const FORBIDDEN_LABEL = /(^|_)(id|user|employee|conversation|turn|action_name|email|session|token|name)$/;
const DEFAULT_BUCKETS = [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** A registry of its own, so that two instances in one process (tests) do not meet. */
export function createMetrics(options: { readonly processMetrics?: boolean } = {}): Metrics {
  const registry = new Registry();
  if (options.processMetrics) collectDefaultMetrics({ register: registry, prefix: 'va_' });
  return {
    counter: (name, help, labels = []) =>
      new Counter({ name: full(name), help, labelNames: checked(labels), registers: [registry] }),
    histogram: (name, help, { labels = [], buckets = DEFAULT_BUCKETS } = {}) =>
      new Histogram({
        name: full(name),
        help,
        labelNames: checked(labels),
        buckets: [...buckets],
        registers: [registry],
      }),
    gauge(name, help, read) {
      const gauge = new Gauge({
        name: full(name),
        help,
        registers: [registry],
        ...(read && {
          async collect() {
            gauge.set(await read());
          },
        }),
      });
      return gauge;
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

function full(name: string): string {
  return name.startsWith('va_') ? name : `va_${name}`;
}

function checked<L extends string>(labels: readonly L[]): L[] {
  for (const label of labels) {
    if (FORBIDDEN_LABEL.test(label)) throw new TypeError(`the metric label "${label}" would hold an id or a person`);
  }
  return [...labels];
}

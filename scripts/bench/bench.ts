/** One number that a bench measured. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What we hold ourselves to (docs/benchmarks.md); absent where nothing was promised. */
  readonly budget?: { readonly is: 'at least' | 'at most'; readonly value: number };
  /** What one should know to read it. */
  readonly note?: string;
}

/** One script of measurements; `tell` says what is going on. */
export interface Bench {
  readonly name: string;
  readonly about: string;
  run(options: BenchOptions): Promise<Figure[]>;
}

export interface BenchOptions {
  readonly tell: (line: string) => void;
  /** Measure a fresh clone too, which installs every package. */
  readonly freshClone: boolean;
  /** Folder for V8 CPU profiles of the sidecar; null for none. */
  readonly profileDir: string | null;
}

export const atLeast = (value: number) => ({ is: 'at least', value }) as const;
export const atMost = (value: number) => ({ is: 'at most', value }) as const;

export function met(figure: Figure): boolean {
  if (!figure.budget) return true;
  return figure.budget.is === 'at least' ? figure.value >= figure.budget.value : figure.value <= figure.budget.value;
}

/** `name: value unit (budget X, ratio Y) ok|MISSED`. */
export function lineOf(figure: Figure): string {
  const { budget } = figure;
  const promise = budget
    ? ` (budget ${budget.is} ${budget.value}, ratio ${(figure.value / budget.value).toFixed(2)}) ${met(figure) ? 'ok' : 'MISSED'}`
    : '';
  return `${figure.name}: ${rounded(figure.value)} ${figure.unit}${promise}${figure.note ? `  ${figure.note}` : ''}`;
}

export function rounded(value: number): string {
  return Math.abs(value) >= 100 ? String(Math.round(value)) : String(Math.round(value * 100) / 100);
}

/** The value below which `share` of the values lie; NaN of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

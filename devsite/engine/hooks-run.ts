import { engineCtx } from './internal.ts';
import type { Controller, DocEvent } from './types.ts';

/** Hooks that take one event and give nothing back. */
export type HookName = {
  [K in keyof Controller]-?: NonNullable<Controller[K]> extends (event: DocEvent) => void
    ? K extends 'autoname' | 'owner'
      ? never
      : K
    : never;
}[keyof Controller];

const NONE: readonly Controller[] = [];

/** Controllers of the DocType, then those of every DocType. */
function controllersOf(event: DocEvent): readonly (readonly Controller[])[] {
  const { controllers } = engineCtx(event.ctx).engine;
  return [controllers.get(event.doc.doctype) ?? NONE, controllers.get('*') ?? NONE];
}

/** Runs one hook of every controller of the DocType (then those of `*`), in order of registration. */
export function runHook(hook: HookName, event: DocEvent): void {
  for (const list of controllersOf(event)) for (const controller of list) controller[hook]?.(event);
}

/** First name that a controller gives. */
export function runNaming(event: DocEvent): string | null {
  for (const controller of controllersOf(event).flat()) {
    const name = controller.autoname?.(event);
    if (name) return name;
  }
  return null;
}

/** First owner that a controller gives. */
export function runOwner(event: DocEvent): string | null {
  for (const controller of controllersOf(event).flat()) {
    const owner = controller.owner?.(event);
    if (owner) return owner;
  }
  return null;
}

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

function controllersOf(event: DocEvent): readonly Controller[] {
  const { controllers } = engineCtx(event.ctx).engine;
  const own = controllers.get(event.doc.doctype);
  const every = controllers.get('*');
  if (!every) return own ?? [];
  return own ? [...own, ...every] : every;
}

/** Runs one hook of every controller of the DocType (then those of `*`), in order of registration. */
export function runHook(hook: HookName, event: DocEvent): void {
  for (const controller of controllersOf(event)) controller[hook]?.(event);
}

/** First name that a controller gives. */
export function runNaming(event: DocEvent): string | null {
  for (const controller of controllersOf(event)) {
    const name = controller.autoname?.(event);
    if (name) return name;
  }
  return null;
}

/** First owner that a controller gives. */
export function runOwner(event: DocEvent): string | null {
  for (const controller of controllersOf(event)) {
    const owner = controller.owner?.(event);
    if (owner) return owner;
  }
  return null;
}

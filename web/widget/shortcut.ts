export const DEFAULT_SHORTCUT = 'Alt+Shift+V';

/** As the attribute `shortcut` and `aria-keyshortcuts` write it, such as `Alt+Shift+V`; null for `off` and what cannot be read. */
export interface Shortcut {
  readonly text: string;
  matches(event: KeyboardEvent): boolean;
}

const MODIFIERS = ['Control', 'Alt', 'Shift', 'Meta'] as const;

/** Letters and digits are read by their place on the keyboard, for with Alt a Mac writes another sign. */
export function shortcutOf(text: string): Shortcut | null {
  const words = text.split('+').map((word) => word.trim());
  const key = words.pop() ?? '';
  const code = /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : /^\d$/.test(key) ? `Digit${key}` : null;
  const held = words.map((word) => MODIFIERS.find((one) => one.toLowerCase() === word.toLowerCase()));
  const known = held.filter((one) => one !== undefined);
  // A bare letter, or one with Shift, is what people type.
  const typed = known.every((one) => one === 'Shift');
  if (code === null || known.length !== words.length || typed) return null;
  return {
    text: [...MODIFIERS.filter((one) => known.includes(one)), key.toUpperCase()].join('+'),
    matches: (event) =>
      event.code === code &&
      !event.repeat &&
      event.ctrlKey === known.includes('Control') &&
      event.altKey === known.includes('Alt') &&
      event.shiftKey === known.includes('Shift') &&
      event.metaKey === known.includes('Meta'),
  };
}

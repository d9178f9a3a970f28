const OPEN = '<think>';
const CLOSE = '</think>';

/**
 * Takes out what a local reasoning model thinks aloud at the beginning of its text (`<think>...</think>`), where the
 * server does not do it: nobody wants to hear it.
 * @returns what of a piece may be said; call with null at the end for what was held back.
 */
export function thoughtFilter(): (piece: string | null) => string {
  let state: 'start' | 'thinking' | 'after' | 'saying' = 'start';
  let held = '';
  return (piece) => {
    if (state === 'saying') return piece ?? '';
    held += piece ?? '';
    if (state === 'start') {
      const begin = held.trimStart();
      if (begin.startsWith(OPEN)) state = 'thinking';
      else if (piece === null || !OPEN.startsWith(begin)) return say();
      else return '';
    }
    if (state === 'thinking') {
      const at = held.indexOf(CLOSE);
      if (at < 0) {
        // Only what may be the beginning of the closing mark is worth keeping.
        held = OPEN + held.slice(OPEN.length).slice(-CLOSE.length);
        return '';
      }
      held = held.slice(at + CLOSE.length);
      state = 'after';
    }
    held = held.trimStart();
    return held === '' ? '' : say();
  };

  function say(): string {
    const text = held;
    held = '';
    state = 'saying';
    return text;
  }
}

/** Why there is no sound from the microphone, and what the person can do about it. */
export interface MicrophoneTrouble {
  readonly kind: 'insecure' | 'unsupported' | 'denied' | 'missing' | 'busy' | 'lost' | 'other';
  readonly title: string;
  readonly help: string;
}

const IN_WORDS: Readonly<Record<MicrophoneTrouble['kind'], readonly [title: string, help: string]>> = {
  insecure: [
    'The microphone needs a secure address',
    'Browsers only give it to pages that were opened with https. Ask whoever runs this site for its https address. Typing works as always.',
  ],
  unsupported: [
    'This browser cannot talk to me',
    'It lacks what a call needs. A current Chrome, Edge, Firefox or Safari has it. Typing works as always.',
  ],
  denied: [
    'The microphone is not allowed here',
    "Open the settings beside the page's address, allow the microphone, and try again. Some companies forbid it for all pages; then your administrator can help.",
  ],
  missing: ['No microphone was found', 'Plug one in or switch it on, and try again.'],
  busy: [
    'The microphone is in use',
    'Another program or tab holds it, or the system withholds it from the browser. Close the other call and try again.',
  ],
  lost: ['The microphone is gone', 'It was unplugged or switched off. Connect it again or choose another one.'],
  other: ['The microphone did not start', 'Try again. If it stays like this, restart the browser.'],
};

export function microphoneTrouble(kind: MicrophoneTrouble['kind']): MicrophoneTrouble {
  const [title, help] = IN_WORDS[kind];
  return { kind, title, help };
}

/** What a refusal of `getUserMedia` means. */
export function troubleOf(error: unknown): MicrophoneTrouble {
  const name = typeof error === 'object' && error !== null && 'name' in error ? String(error.name) : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return microphoneTrouble('denied');
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return microphoneTrouble('missing');
  if (name === 'NotReadableError' || name === 'AbortError') return microphoneTrouble('busy');
  return microphoneTrouble('other');
}

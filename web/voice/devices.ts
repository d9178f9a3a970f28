const MICROPHONE_KEY = 'dartwing-va.microphone';
const ANNOUNCE_KEY = 'dartwing-va.announce';

/** What the person chose for calls; kept in this browser. */
export interface CallChoices {
  microphone: string | null;
  isAnnouncing: boolean;
}

export function readChoices(storage: Storage | null): CallChoices {
  return {
    microphone: storage?.getItem(MICROPHONE_KEY) ?? null,
    isAnnouncing: storage?.getItem(ANNOUNCE_KEY) === '1',
  };
}
export function keepChoices(storage: Storage | null, { microphone, isAnnouncing }: CallChoices): void {
  if (microphone === null) storage?.removeItem(MICROPHONE_KEY);
  else storage?.setItem(MICROPHONE_KEY, microphone);
  storage?.setItem(ANNOUNCE_KEY, isAnnouncing ? '1' : '0');
}

/** The microphones by name; browsers tell them once one was allowed. */
export async function microphones(): Promise<{ id: string; label: string }[]> {
  const all = await navigator.mediaDevices.enumerateDevices();
  return all
    .filter((one) => one.kind === 'audioinput' && one.deviceId !== '')
    .map((one, index) => ({ id: one.deviceId, label: one.label || `Microphone ${index + 1}` }));
}

/** Calls back when one is plugged in or out; returns what ends it. */
export function onMicrophonesChanged(changed: () => void): () => void {
  navigator.mediaDevices.addEventListener('devicechange', changed);
  return () => navigator.mediaDevices.removeEventListener('devicechange', changed);
}

import type { VoiceSessions } from '../../voice/session/registry.ts';

/** Voice as the gateway reaches it: nothing of it is loaded before the first call. */
export interface VoiceRooms {
  /** Loads it if need be. */
  open(): Promise<VoiceSessions>;
  /** Null while nobody has called. */
  readonly opened: VoiceSessions | null;
  close(): Promise<void>;
}

export function lazyVoice(load: () => Promise<VoiceSessions>): VoiceRooms {
  let opening: Promise<VoiceSessions> | null = null;
  let opened: VoiceSessions | null = null;
  return {
    async open() {
      opening ??= load();
      opened = await opening;
      return opened;
    },
    get opened() {
      return opened;
    },
    async close() {
      await (await opening)?.close();
    },
  };
}

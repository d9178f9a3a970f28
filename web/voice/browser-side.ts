import type { SpeechSource } from './speech-source.ts';

/** How long the browser's recogniser rests before it is asked again, ms: some stop at once when nobody speaks. */
const AGAIN_MS = 300;

/** The browser's own speech in a call: it listens while it may, and never to itself. */
export interface BrowserSide {
  listen(mayListen: boolean): void;
  finish(): void;
  speak(text: string): void;
  silence(): void;
  close(): void;
}

export function createBrowserSide(
  speech: SpeechSource | null,
  events: {
    readonly onInterim: (text: string) => void;
    readonly onFinal: (text: string) => void;
    readonly onTrouble: (message: string) => void;
    readonly onSpeaking: (isSpeaking: boolean) => void;
  },
): BrowserSide {
  let mayListen = false;
  let isListening = false;
  let speaking = 0;
  let again: ReturnType<typeof setTimeout> | undefined;

  function settle(): void {
    clearTimeout(again);
    const wanted = mayListen && speaking === 0;
    if (wanted === isListening || speech === null) return;
    isListening = wanted;
    if (!wanted) {
      speech.abort();
      return;
    }
    speech.listen({
      onInterim: events.onInterim,
      onFinal: events.onFinal,
      onStopped(message) {
        isListening = false;
        if (message === null) again = setTimeout(settle, AGAIN_MS);
        else {
          mayListen = false;
          events.onTrouble(message);
        }
      },
    });
  }
  return {
    listen(may) {
      // What was being said when the button was let go still comes as final words.
      if (!may && isListening && mayListen) {
        mayListen = false;
        isListening = false;
        clearTimeout(again);
        speech?.finish();
        return;
      }
      mayListen = may;
      settle();
    },
    finish() {
      if (!isListening) return;
      mayListen = false;
      isListening = false;
      speech?.finish();
    },
    speak(text) {
      if (speech === null) return;
      speaking += 1;
      settle();
      events.onSpeaking(true);
      speech.speak(text, () => {
        speaking -= 1;
        if (speaking > 0) return;
        events.onSpeaking(false);
        settle();
      });
    },
    silence() {
      if (speaking > 0) speech?.silence();
    },
    close() {
      mayListen = false;
      isListening = false;
      clearTimeout(again);
      if (speech === null) return;
      speech.abort();
      speech.silence();
    },
  };
}

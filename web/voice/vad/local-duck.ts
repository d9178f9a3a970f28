/** The service has heard it too, or it was nothing: the answer is loud again after so long, ms. */
const DOUBT_MS = 700;

/**
 * Lowers the answer as soon as somebody begins to speak, before the service has heard of it. The service is the judge: what it
 * says of the answer holds, and when it says nothing the answer is loud again and is not touched any more.
 */
export interface LocalDuck {
  voice(isVoice: boolean): void;
  /** What the service did with the answer itself. */
  decided(action: 'duck' | 'restore' | 'cut'): void;
  /** Another answer begins, or none is spoken. */
  answer(isSpeaking: boolean): void;
}

export function createLocalDuck(answer: { readonly duck: () => void; readonly restore: () => void }): LocalDuck {
  let isSpeaking = false;
  let wasWrong = false;
  /** The service holds it down, or has ended it. */
  let isHeld = false;
  let doubt: ReturnType<typeof setTimeout> | undefined;
  const settle = () => {
    clearTimeout(doubt);
    doubt = undefined;
  };
  return {
    voice(isVoice) {
      if (!isVoice || !isSpeaking || wasWrong || isHeld || doubt !== undefined) return;
      answer.duck();
      doubt = setTimeout(() => {
        doubt = undefined;
        wasWrong = true;
        answer.restore();
      }, DOUBT_MS);
    },
    decided(action) {
      settle();
      isHeld = action !== 'restore';
    },
    answer(speaks) {
      if (speaks === isSpeaking) return;
      settle();
      isSpeaking = speaks;
      wasWrong = false;
      isHeld = false;
    },
  };
}

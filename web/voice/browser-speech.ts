import { makerOf, recogniserTrouble } from './browser-speech-words.ts';
import type { SpeechSource, SpeechSourceEvents } from './speech-source.ts';
import type { WebRecogniser, WebSpeech, WebUtterance } from './web-speech.ts';

const AGREED_KEY = 'dartwing-va.browser-speech';
/** Longer pieces than this are cut off by some voices, characters. */
const LONGEST_PIECE = 200;

/** The browser's own recogniser and voices behind the interface of a call; null where it has neither. */
export function browserSpeech(storage: Storage | null, browser: WebSpeech = pageSpeech()): SpeechSource | null {
  const Recogniser = browser.SpeechRecognition ?? browser.webkitSpeechRecognition;
  const { speechSynthesis: voices, SpeechSynthesisUtterance: Utterance } = browser;
  if (!Recogniser && !voices) return null;
  const lang = /^en\b/i.test(browser.navigator.language) ? browser.navigator.language : 'en-US';
  const maker = makerOf(browser.navigator.userAgent);
  let hasAgreed = storage?.getItem(AGREED_KEY) === '1';
  let active: WebRecogniser | null = null;
  /** What each piece that waits or is spoken calls when it is over. */
  const speaking = new Map<WebUtterance, () => void>();
  // Asked for early: browsers load their voices when they are first asked for.
  voices?.getVoices();

  function forget(recogniser: WebRecogniser): void {
    recogniser.onresult = null;
    recogniser.onerror = null;
    recogniser.onend = null;
    if (active === recogniser) active = null;
  }

  return {
    hears: Recogniser !== undefined,
    get speaks() {
      return Utterance !== undefined && (voices?.getVoices().length ?? 0) > 0;
    },
    notice: `The assistant has no speech service here, so your browser listens or speaks itself. What is said then goes to ${maker}, not only to your company.`,
    get agreed() {
      return hasAgreed;
    },
    agree() {
      hasAgreed = true;
      storage?.setItem(AGREED_KEY, '1');
    },
    listen(events) {
      if (!Recogniser || active) return;
      const recogniser = new Recogniser();
      active = recogniser;
      recogniser.continuous = true;
      recogniser.interimResults = true;
      recogniser.lang = lang;
      attach(recogniser, events, () => forget(recogniser));
      try {
        recogniser.start();
      } catch (error) {
        forget(recogniser);
        console.error('the browser cannot listen', error);
        events.onStopped(recogniserTrouble('other'));
      }
    },
    finish: () => active?.stop(),
    abort() {
      if (!active) return;
      const recogniser = active;
      forget(recogniser);
      recogniser.abort();
    },
    speak(text, onDone) {
      const pieces = piecesOf(text);
      if (!voices || !Utterance || pieces.length === 0) {
        onDone();
        return;
      }
      pieces.forEach((piece, index) => {
        const utterance = new Utterance(piece);
        utterance.lang = lang;
        const over = () => {
          if (!speaking.delete(utterance)) return;
          if (index === pieces.length - 1) onDone();
        };
        utterance.onend = over;
        utterance.onerror = over;
        // Held here, or a browser may drop it with its events.
        speaking.set(utterance, over);
        voices.speak(utterance);
      });
    },
    silence() {
      voices?.cancel();
      for (const over of [...speaking.values()]) over();
    },
  };
}

const pageSpeech = () => globalThis as unknown as WebSpeech;

function attach(recogniser: WebRecogniser, events: SpeechSourceEvents, forget: () => void): void {
  let interim = '';
  let trouble: string | null = null;
  recogniser.onresult = ({ results, resultIndex }) => {
    interim = '';
    for (let index = resultIndex; index < results.length; index += 1) {
      const result = results[index];
      const words = result?.[0]?.transcript.trim() ?? '';
      if (words === '') continue;
      if (result?.isFinal) events.onFinal(words);
      else interim = `${interim} ${words}`.trim();
    }
    if (interim !== '') events.onInterim(interim);
  };
  recogniser.onerror = ({ error }) => {
    trouble = recogniserTrouble(error);
  };
  recogniser.onend = () => {
    forget();
    // Some browsers end without making final what they heard last.
    if (interim !== '' && trouble === null) events.onFinal(interim);
    events.onStopped(trouble);
  };
}

/** Sentences, and parts of those that are too long for one breath of a voice. */
function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  for (const sentence of text.trim().split(/(?<=[.!?])\s+/)) {
    let rest = sentence;
    while (rest.length > LONGEST_PIECE) {
      const comma = rest.lastIndexOf(', ', LONGEST_PIECE);
      const space = rest.lastIndexOf(' ', LONGEST_PIECE);
      const cut = comma > 0 ? comma + 1 : space > 0 ? space : LONGEST_PIECE;
      pieces.push(rest.slice(0, cut));
      rest = rest.slice(cut).trim();
    }
    if (rest !== '') pieces.push(rest);
  }
  return pieces;
}

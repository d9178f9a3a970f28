/** What a question to the knowledge base is about: the words left when the question itself and the place to look are taken away. */
import { normaliseText } from '../../normalise.ts';

const POLITE =
  /^(?:(?:um+|uh+|er+|hey|hi|hello|ok|okay|so|well|please|pls|like|maybe|and|also|just|like|yeah|quick question|excuse me|sorry|kindly)[,:]? |(?:can|could|would|will) you (?:please |maybe |like )?(?=\S)|(?:i(?:'d| would) like|i want|i need|i have) (?:you )?to (?=\S)|let me (?=\S)|(?:can|could|may) i (?=(?:see|read|have|get) )|(?:do you know|i wonder|i was wondering)(?: if| whether)? |(?:check|find out|know|say|tell me|confirm|clarify|verify) (?:if|whether) |(?:i )?(?:don't know|am not sure|i'm not sure|not sure) (?:if|whether) |inform me (?:of|about|on|as to) |(?:hr |policy |general |stupid |dumb )?question[:,] )/u;
const TAIL =
  /(?:[ ,]+(?:please|pls|thanks|thank you|for me|again|to me|here|in general|exactly|anyway|real quick|quickly|right now|asap)|,? (?:according to|by|as per|per) (?:the |our |company )?(?:policy|policies|faq|rules?)|,? (?:in|on|from|of|at|within) (?:the |our |my |this )?(?:company(?:'s)? )?(?:knowledge ?base|kb|wiki|intranet|docs|documentation|help ?center|faqs?)|[ ,.]*(?:check|see|search|look in|look it up in) (?:the |our )?(?:faqs?|docs|documentation|wiki|kb|knowledge ?base|intranet))+$/u;

/** Lower case, one line, without greetings and closings. */
export function plainQuestion(text: string): string {
  let plain = normaliseText(text)
    .replace(/[“”"]/gu, '')
    .replace(/[?!]+/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim()
    .replace(/[.;]+$/u, '');
  for (;;) {
    const next = plain
      .replace(POLITE, '')
      .replace(TAIL, '')
      .replace(/[?.,;: ]+$/u, '')
      .trim();
    if (next === plain || next === '') return plain;
    plain = next;
  }
}

/** The first pattern's `it`; null when none fits or nothing is left of it. */
export function firstOf(plain: string, patterns: readonly RegExp[]): string | null {
  for (const pattern of patterns) {
    const it = pattern.exec(plain)?.groups?.['it'];
    const kept = it === undefined ? null : trimmed(it);
    if (kept !== null) return kept;
  }
  return null;
}

/** Words at the ends that belong to the sentence and not to the matter. */
const EDGE_START =
  /^(?:the|a|an|our|my|your|that|this|those|these|any|some|about|on|for|of|to|in|regarding|concerning|with|full|complete|whole|entire|current|present|latest|official)(?: |$)/u;
const EDGE_END =
  /(?: (?:please|is|are|be|of|(?<!\b(?:ask|asked|apply|applied|pay|paid|look|looking|wait|waiting|care|need|used|stand|stands) )for|on|about|the|that|thing|stuff)|[,:])$/u;

export function trimmed(words: string): string | null {
  let kept = words.trim().replace(/^[,:;-]+\s*/u, '');
  for (;;) {
    const next = kept.replace(EDGE_START, '').replace(EDGE_END, '').trim();
    if (next === kept) break;
    kept = next;
  }
  return kept === '' ? null : kept;
}

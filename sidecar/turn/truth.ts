/**
 * What a model says of its own deeds is checked before anybody hears it: the card comes from stored operations, and a
 * sentence that claims more than was done is left out. Deterministic, sentence by sentence, also while it streams.
 */
import { createPieces } from '../personality/pieces.ts';
import { withoutMarkup } from '../personality/plain-text.ts';

/** What this run has come to so far. */
export interface Deeds {
  /** A change waits on a card. */
  readonly prepared: boolean;
  /** A change was made. */
  readonly executed: boolean;
  /** A tool told something of the company. */
  readonly looked: boolean;
}

export interface TruthGuard {
  /** Takes words of the model; gives those that may be said now. */
  push(text: string): string;
  flush(): string;
  /** A sentence was left out because it claimed a deed, or one stands that promises it. */
  readonly claimed: boolean;
}

const DEEDS =
  'booked|submitted|sent|created|cancelled|canceled|scheduled|rescheduled|moved|updated|approved|rejected|declined|logged|added|filed|deleted|removed|notified|emailed|e-mailed|messaged|informed|changed|recorded|completed|closed|transferred|paid|forwarded|undone|reversed|invited|assigned|confirmed|made|placed|requested|handed in|taken care of|put (?:in|through)|gone (?:out|through)|went through|set up|done';
const PREPARED = 'prepared|lined up|queued(?: up)?|put together|set up|drafted a card|made a card';
const ADVERBS = '(?:(?:just|now|already|successfully|also|all|been|gone ahead and|went ahead and|finally|both) )*';
const I_DID = new RegExp(`\\b(?:i|we)(?:['’]ve| have)? ${ADVERBS}(?:${DEEDS})\\b`, 'iu');
const IT_IS = new RegExp(
  `\\b(?:has|have|is|are|was|were|['’]s|['’]re|['’]ve) ${ADVERBS}(?:${DEEDS})\\b|\\b(?:went|gone) (?:out|through)\\b`,
  'iu',
);
const I_PREPARED = new RegExp(`\\b(?:i|we)(?:['’]ve| have)? ${ADVERBS}(?:${PREPARED})\\b`, 'iu');
const DONE =
  /^(?:(?:ok(?:ay)?|sure|great|perfect|alright|right|yes|good news|and)[,.!:]? )*(?:all )?(?:done|all set|confirmed|completed|finished|sent|booked|submitted|approved|consider it done|mission accomplished|you(?:['’]re| are) (?:all set|good to go))\b/iu;
const YOU_SAID = /\byou(?:['’]ve| have)? (?:already |just )?(?:confirmed|agreed|authori[sz]ed|said yes)\b/iu;
/** "Once I have sent it", "nothing has been sent": no claim, when it stands close before the words. */
const NOT_SO =
  /\b(?:not|\w+n['’]t|never|nothing|no|none|nobody|once|if|unless|until|till|before|after|when|whether|to be)\b[^.!?;:]{0,40}$/iu;
const PROMISE =
  /\b(?:i|we)(?:['’]ll| will|['’]m going to| am going to|['’]m| am) (?:now |just |go ahead and )*(?:book|submit|send|create|cancel|schedul|mov|updat|approv|reject|log|add|fil|delet|notif|e?-?mail|inform|chang|record|transfer|pay|do)(?:e?s|ing|y|e)?\b/iu;

/** Stands between one model and the person for one run. */
export function createTruthGuard(deeds: () => Deeds): TruthGuard {
  const pieces = createPieces();
  let claimed = false;

  function checked(words: string): string {
    const now = deeds();
    const text = withoutMarkup(words);
    if (now.executed || text.trim().endsWith('?')) return now.prepared && text.trim().endsWith('?') ? '' : text;
    if (isClaim(text, now)) {
      claimed = true;
      return '';
    }
    if (!now.prepared && PROMISE.test(text) && !isDenied(text, PROMISE)) claimed = true;
    return text;
  }

  /** Words that may claim a deed are weighed as whole sentences; others go out with their clause. */
  const cut = (): 'clause' | 'sentence' => {
    const { prepared, executed, looked } = deeds();
    return (looked || executed) && !prepared ? 'clause' : 'sentence';
  };

  const take = (piece: { readonly words: string; readonly gap: string }): string => {
    const text = checked(piece.words);
    return text.trim() === '' ? '' : text + piece.gap;
  };

  return {
    push(text) {
      pieces.add(text);
      let said = '';
      for (;;) {
        const piece = pieces.next(cut());
        if (piece === null) return said;
        said += take(piece);
      }
    },
    flush() {
      let said = '';
      for (;;) {
        const piece = pieces.next('sentence') ?? pieces.rest();
        if (piece === null) return said;
        said += take(piece);
      }
    },
    get claimed() {
      return claimed;
    },
  };
}

/** Whether a sentence claims a change that this run did not make. */
function isClaim(text: string, { prepared, looked }: Deeds): boolean {
  const claims = (pattern: RegExp) => pattern.test(text) && !isDenied(text, pattern);
  if (claims(I_DID) || claims(YOU_SAID) || DONE.test(text.trim())) return true;
  if (!prepared && claims(I_PREPARED)) return true;
  // What a tool told may well be that something was approved or moved; of what was only prepared nothing is so yet.
  return (prepared || !looked) && claims(IT_IS);
}

function isDenied(text: string, pattern: RegExp): boolean {
  const match = pattern.exec(text);
  if (match === null) return false;
  return NOT_SO.test(text.slice(0, match.index + match[0].length).replace(/\b[\w-]+$/u, ''));
}

/** A whole text that makes no deed known that was not done. */
export function truthful(text: string, deeds: Deeds): string {
  const guard = createTruthGuard(() => deeds);
  return (guard.push(text) + guard.flush()).trim();
}

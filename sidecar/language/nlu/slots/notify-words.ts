/** A message to colleagues: whom, and what. */
import { type Cased, casedOf, from, saidText, whoAt } from './message-words.ts';

export interface SaidMessage {
  /** Names or a group as said; null when nobody is named. */
  readonly who: string | null;
  readonly message: string | null;
  /**
   * How the message hangs on the request: `that` is the text itself; `about` names a matter alone; `whether` and `ask` ask
   * for an answer, `do` and `remind` for something to be done.
   */
  readonly as: 'that' | 'about' | 'whether' | 'do' | 'remind';
}

const NOTE =
  '(?:an? )?(?:quick |short |brief |little |small )?(?:message|note|notification|ping|line|dm|text|reminder|heads[ -]up|shout(?: ?out)?|nudge|alert|update)';
const DIRECT =
  /^(?:tell|telll|tel|advise|say(?= (?:to )?\p{L}+ (?:that|about|to)(?![a-z]))|inform|notify|update|remind|warn|alert|text|dm|message|mesage|msg|ping|pign|nudge|slack|brief|chat)(?: to)? /u;
const NOTE_TO = new RegExp(`^(?:(?:send|drop|leave|write|shoot|give|pass) )?${NOTE} (?:to|for) `, 'u');
const MESSAGE_THAT = /^the (?:message|news|information|word|note) /u;
const NOTE_AFTER = new RegExp(`^${NOTE}(?![a-z])`, 'u');
const GIVE = /^(?:send|drop|leave|write|shoot|give) /u;
const ON_TO = /^(?:pass (?:it |this )?on to|relay to|forward to|say to|send word to|let it be known to|get word to) /u;
/** "Olaf should know the gate is broken, tell him", "could Nils be told that I'm late". */
const KNOWN =
  /^(?:(?<who>\p{L}+) (?:should|must|has to|needs to|ought to) (?:know|be told|hear|learn)|(?:can|could|should) (?<who>\p{L}+) be (?:told|informed|notified)) (?:that )?(?<what>.+?)(?:,? (?:please )?(?:tell|let|inform|notify) (?:him|her|them)(?: know)?)?$/iu;
const THANKS = /^(?:say )?(?<what>thank you|thanks|hello|hi|congratulations|happy birthday)(?: so much)? to /u;

/** What a request to tell somebody something says. */
export function saidMessage(text: string): SaidMessage {
  const both = casedOf(text.replace(/(?<=\p{L})\.$/u, ''));
  const thanks = THANKS.exec(both.lower);
  if (thanks?.groups !== null && thanks?.groups !== undefined) {
    const told = whoAt(from(both, thanks[0].length));
    if (told !== null) return { who: told.who, message: thanks.groups['what'] ?? null, as: 'that' };
  }
  if (both.lower.startsWith('let ')) {
    const told = whoAt(from(both, 4));
    const know = told === null ? null : /^know(?![a-z])/u.exec(told.rest.lower);
    if (told !== null && know !== null) return withText(told.who, from(told.rest, know[0].length));
  }
  const asks = /^(?:ask|check with|check|find out from) /u.exec(both.lower);
  if (asks !== null) {
    const told = whoAt(from(both, asks[0].length));
    return told === null ? NOBODY : asked(told.who, told.rest);
  }
  if (both.lower.startsWith('have ')) {
    const told = whoAt(from(both, 5));
    if (told !== null) return { who: told.who, message: saidText(told.rest.text), as: 'do' };
  }
  for (const lead of [NOTE_TO, ON_TO]) {
    const found = lead.exec(both.lower);
    const told = found === null ? null : whoAt(from(both, found[0].length));
    if (told !== null) return withText(told.who, told.rest);
  }
  const gives = GIVE.exec(both.lower);
  if (gives !== null) {
    const told = whoAt(from(both, gives[0].length));
    const note = told === null ? null : NOTE_AFTER.exec(told.rest.lower);
    if (told !== null && note !== null) return withText(told.who, from(told.rest, note[0].length));
    const that = told === null ? null : MESSAGE_THAT.exec(told.rest.lower);
    if (told !== null && that !== null) return withText(told.who, from(told.rest, that[0].length));
  }
  // "grace fyi auditors here"
  const fyi = /^\p{L}+(?: \p{L}+)? (?:fyi|heads up|btw)[:,]? /u.exec(both.lower);
  const first = fyi === null ? null : whoAt(both);
  if (fyi !== null && first !== null) return withText(first.who, from(both, fyi[0].length));
  const known = KNOWN.exec(both.text)?.groups;
  const named = known === undefined ? null : whoAt(casedOf(`${known['who'] ?? ''} know`));
  if (named !== null) return { who: named.who, message: saidText(known?.['what'] ?? ''), as: 'that' };
  const direct = DIRECT.exec(both.lower);
  const told = direct === null ? null : whoAt(from(both, direct[0].length));
  if (told === null) return NOBODY;
  const reminds = direct?.[0].startsWith('remind') === true || direct?.[0].startsWith('nudge') === true;
  const found = withText(told.who, told.rest);
  return reminds && found.as === 'do' ? { ...found, as: 'remind' } : found;
}

const NOBODY: SaidMessage = { who: null, message: null, as: 'that' };

const TEXT =
  /^(?:(?:to say |saying |and say |which says )?that |saying |to say |and say |know that |know |: ?|, ?(?:saying |that )?|- )/u;

function withText(who: string, rest: Cased): SaidMessage {
  const about = /^(?:(?:a message |something )?(?:about|regarding|concerning|re|on) )/u.exec(rest.lower);
  if (about !== null) return { who, message: saidText(rest.text.slice(about[0].length)), as: 'about' };
  const asks = /^(?:to ask )?(?:whether|if) /u.exec(rest.lower);
  if (asks !== null) return { who, message: saidText(rest.text.replace(/^to ask /iu, '')), as: 'whether' };
  const does = /^to (?!say)/u.exec(rest.lower);
  if (does !== null) return { who, message: saidText(rest.text.slice(does[0].length)), as: 'do' };
  const lead = TEXT.exec(rest.lower)?.[0].length ?? 0;
  return { who, message: saidText(rest.text.slice(lead)), as: 'that' };
}

function asked(who: string, rest: Cased): SaidMessage {
  const does = /^(?:to|for) /u.exec(rest.lower);
  if (does !== null)
    return { who, message: saidText(rest.text.slice(does[0].length)), as: does[0] === 'to ' ? 'do' : 'about' };
  const about = /^(?:about|regarding) /u.exec(rest.lower);
  if (about !== null) return { who, message: saidText(rest.text.slice(about[0].length)), as: 'about' };
  return { who, message: saidText(rest.text), as: 'whether' };
}

/** An e-mail: to whom, about what, saying what. */
import { type Cased, casedOf, from, saidText, whoAt } from './message-words.ts';

export interface SaidMail {
  readonly to: string | null;
  readonly subject: string | null;
  readonly body: string | null;
}

const MAIL = '(?:e-?mails?|mail|emial|emal|mial)';
const KIND = `(?:an? |the |another |one )?(?:quick |short |brief |new |polite |friendly |formal |follow[ -]?up |update |thank[ -]you |apology |reminder |little )*`;
const MAKE =
  '(?:send|sned|write|draft|compose|shoot|fire off|fire|drop|start|prepare|get|do|make|address|put together)';
/** "send an email to Anna ..." */
const MAIL_TO = new RegExp(
  `^(?:${MAKE} )?(?<kind>${KIND})(?:letter by )?${MAIL}(?: message)? (?:to|for|out to|over to) `,
  'u',
);
/** "send to Anjali a mail ..." */
const TO_THEN_MAIL = new RegExp(`^${MAKE} to `, 'u');
/** "drop Jon a line by mail: ...", "draft something to Raj over email" */
const LINE_BY_MAIL = new RegExp(
  `^(?:a )?(?:line|note|message|word)(?<rest>.*?)(?: (?:by|via|per|over|through) ${MAIL})(?<more>.*)$`,
  'u',
);
const SOMETHING_TO = new RegExp(
  `^${MAKE} (?:something|a few lines|a line|a note|a letter|a message)(?: (?:by|via|over|per|through) ${MAIL})? to `,
  'u',
);
/** "ruth email re delayed shipment" */
const NAME_FIRST = new RegExp(
  `^(?<who>\\p{L}[\\p{L}'-]+(?: \\p{L}[\\p{L}'-]+)?) ${MAIL} (?=re |about |regarding |on |: ?|that )`,
  'u',
);
const MESSAGE_BY_MAIL = new RegExp(`^${MAKE} (?:a )?(?:message|note|line) (?:by|via|per|over) ${MAIL} to `, 'u');
/** "email Anna ..." */
const DIRECT = new RegExp(
  `^(?:${MAIL}|write(?: an? ${MAIL})? to|write|reply to|answer|respond to|get back to|reach out to) `,
  'u',
);
/** "send Anna an email ..." */
const TO_FIRST = new RegExp(`^(?:${MAKE}|give) `, 'u');
const MAIL_AFTER = new RegExp(`^(?<kind>${KIND})${MAIL}(?![a-z])`, 'u');
/** "send the offer to Anna by email" */
const THING_TO = new RegExp(
  `^(?:send|mail|email|e-mail|forward|pass|share)(?: over)? (?<thing>(?:the|a|an|my|our|this|that|these|those) .+?|minutes) (?:to|with|around to) (?<rest>.+?)(?: (?:by|via|per|over|through) ${MAIL})?$`,
  'u',
);
const BY_MAIL = new RegExp(`(?:^| )(?:by|via|per|over|through) ${MAIL}(?![a-z])`, 'u');
const OPEN = new RegExp(`^(?:${MAKE} |new )?${KIND}${MAIL}$`, 'u');

/** What a request for a mail says. */
export function saidMail(text: string): SaidMail {
  const both = casedOf(text.replace(/[.!]+$/u, ''));
  if (OPEN.test(both.lower)) return NOTHING;
  const kindOf = (kind: string | undefined) =>
    /\b(?<kind>follow[ -]?up|thank[ -]you|apology)\b/u.exec(kind ?? '')?.groups?.['kind']?.replace('-', ' ') ?? null;
  for (const lead of [MAIL_TO, MESSAGE_BY_MAIL]) {
    const found = lead.exec(both.lower);
    const told = found === null ? null : whoAt(from(both, found[0].length));
    if (told !== null) {
      const mail = withContents(told.who, told.rest);
      return { ...mail, subject: mail.subject ?? kindOf(found?.groups?.['kind']) };
    }
  }
  const letKnow = /^(?:let|tell|inform|notify|thank|remind) /u.exec(both.lower);
  if (letKnow !== null && BY_MAIL.test(both.lower)) {
    const told = whoAt(from(both, letKnow[0].length));
    if (told !== null) {
      const rest = without(told.rest, BY_MAIL, /^know /u);
      return letKnow[0].startsWith('thank') ? { ...NOTHING, to: told.who } : withContents(told.who, rest);
    }
  }
  const thing = THING_TO.exec(both.lower);
  if (thing?.groups !== undefined) {
    const at = both.lower.indexOf(` ${thing.groups['rest']}`, (thing.groups['thing'] ?? '').length) + 1;
    const told = whoAt(from(both, at));
    const what = saidText(thing.groups['thing'] ?? '');
    if (told !== null)
      return {
        ...withContents(told.who, without(told.rest, BY_MAIL)),
        subject: what?.replace(/^(?:the|an?|my|our) /u, '') ?? null,
      };
  }
  const swapped = TO_THEN_MAIL.exec(both.lower);
  const toWhom = swapped === null ? null : whoAt(from(both, swapped[0].length));
  const theirs = toWhom === null ? null : MAIL_AFTER.exec(toWhom.rest.lower);
  if (toWhom !== null && theirs !== null) return withContents(toWhom.who, from(toWhom.rest, theirs[0].length));
  const something = SOMETHING_TO.exec(both.lower);
  const whom = something === null ? null : whoAt(from(both, something[0].length));
  if (whom !== null) return withContents(whom.who, without(whom.rest, BY_MAIL));
  const named = NAME_FIRST.exec(both.lower);
  const calledFirst = named === null ? null : whoAt(both);
  if (
    named !== null &&
    calledFirst !== null &&
    !/^(?:send|write|draft|new|an?|the|email|mail)$/u.test(calledFirst.who.toLowerCase())
  )
    return withContents(calledFirst.who, from(both, named[0].length));
  const declining = new RegExp(
    `^(?:${MAKE} )?${KIND}${MAIL} (?<verb>declining|accepting|confirming|rejecting|answering) (?<whose>\\p{L}[\\p{L} ]*?)'s? `,
    'u',
  ).exec(both.lower)?.groups;
  if (declining !== undefined) {
    const at = both.lower.indexOf(declining['verb'] ?? '');
    return { to: declining['whose'] ?? null, subject: saidText(both.text.slice(at)), body: null };
  }
  const first = TO_FIRST.exec(both.lower);
  if (first !== null) {
    const told = whoAt(from(both, first[0].length));
    const line = told === null ? undefined : LINE_BY_MAIL.exec(told.rest.lower)?.groups;
    if (told !== null && line !== undefined)
      return withContents(
        told.who,
        without(
          from(told.rest, told.rest.lower.indexOf(line['rest'] === '' ? (line['more'] ?? '') : (line['rest'] ?? ''))),
          BY_MAIL,
        ),
      );
    const mail = told === null ? null : MAIL_AFTER.exec(told.rest.lower);
    if (told !== null && mail !== null) {
      const said = withContents(told.who, from(told.rest, mail[0].length));
      return { ...said, subject: said.subject ?? kindOf(mail.groups?.['kind']) };
    }
  }
  const direct = DIRECT.exec(both.lower);
  const told = direct === null ? null : whoAt(from(both, direct[0].length));
  if (told !== null)
    return withContents(told.who, without(told.rest, new RegExp(`^(?:an? )?${MAIL}(?![a-z])`, 'u'), BY_MAIL));
  const late = new RegExp(`^(?:${MAKE} )?(?:an? |the )?(?<what>.+?) to (?<who>.+?) (?:by|via|per) ${MAIL}$`, 'u').exec(
    both.lower,
  )?.groups;
  const someone = late === undefined ? null : whoAt(from(both, both.lower.indexOf(` to ${late['who'] ?? ''}`) + 4));
  if (someone !== null && late !== undefined)
    return { to: someone.who, subject: saidText(late['what'] ?? ''), body: null };
  return aboutAlone(both);
}

const NOTHING: SaidMail = { to: null, subject: null, body: null };

/** A mail that names nobody: "draft a mail about the outage". */
function aboutAlone(both: Cased): SaidMail {
  const found = new RegExp(`${MAIL}(?: (?:about|regarding|on|re) )(?<it>.+)$`, 'u').exec(both.lower);
  const around = /^(?:mail|email|send) (?:the )?(?<it>.+?) around$/u.exec(both.lower)?.groups?.['it'];
  return { ...NOTHING, subject: saidText(found?.groups?.['it'] ?? around ?? '') };
}

function without(both: Cased, ...patterns: readonly RegExp[]): Cased {
  return patterns.reduce<Cased>((now, pattern) => {
    const found = pattern.exec(now.lower);
    if (found === null) return now;
    const [to, length] = [found.index, found[0].length];
    return from(
      {
        text: `${now.text.slice(0, to)}${now.text.slice(to + length)}`,
        lower: `${now.lower.slice(0, to)}${now.lower.slice(to + length)}`,
      },
      0,
    );
  }, both);
}

const SUBJECT_LEAD = /^,? ?(?:with (?:the )?(?:subject|title)|subject|titled)(?: line)?:? /u;
const ABOUT_LEAD = /^,? ?(?:about|regarding|re:?|concerning|on|asking about|to ask about|with regard to) /u;
const BODY_LEAD =
  /^(?:,? ?(?:saying|stating|and say|to say|(?:and )?(?:tell|inform|telling|informing) (?:him|her|them)|that says|which says|with the text|and write)(?: that)?:? |,? ?that |: ?|, (?!subject|with)|- )/u;
/** Between a subject and the text that follows it. */
const THEN_BODY =
  /(?:,? (?:and (?:the )?(?:text|body|message|content)|saying|stating|and say|that says|to say|with the text|and write|telling (?:him|her|them))(?: that)?:? |: )/u;

function withContents(to: string, rest: Cased): SaidMail {
  for (const lead of [SUBJECT_LEAD, ABOUT_LEAD]) {
    const found = lead.exec(rest.lower);
    if (found === null) continue;
    const after = from(rest, found[0].length);
    const then = THEN_BODY.exec(after.lower);
    if (then === null) return { to, subject: topic(after.text), body: null };
    return {
      to,
      subject: topic(after.text.slice(0, then.index)),
      body: saidText(after.text.slice(then.index + then[0].length)),
    };
  }
  const body = BODY_LEAD.exec(rest.lower);
  if (body !== null) return { to, subject: null, body: saidText(rest.text.slice(body[0].length)) };
  const asks = /^,? ?(?:to ask|asking|and ask|requesting)(?: (?:him|her|them))? (?:for (?:the )?)?/u.exec(rest.lower);
  if (asks !== null) return { to, subject: null, body: saidText(rest.text.slice(asks[0].length)) };
  const does = /^to (?<verb>remind (?:him|her|them) (?:of|about) )?/u.exec(rest.lower);
  if (does !== null) {
    const what = saidText(rest.text.slice(does[0].length));
    return does.groups?.['verb'] === undefined
      ? { to, subject: null, body: what }
      : { to, subject: topic(what ?? ''), body: null };
  }
  const saying = /^(?:(?=thanking )|explaining |announcing |confirming |with )/u.exec(rest.lower);
  if (saying !== null) return { to, subject: topic(rest.text.slice(saying[0].length)), body: null };
  const left = saidText(rest.text);
  if (left === null) return { to, subject: null, body: null };
  // "email Dana the report": a thing; "mail marcus I'm late": words.
  return /^(?:the|a|an|my|our|this) /iu.test(left) &&
    left.split(' ').length <= 8 &&
    !/\b(?:is|are|was|will|has|have|can)\b/iu.test(left)
    ? { to, subject: topic(left), body: null }
    : { to, subject: null, body: left };
}

function topic(text: string): string | null {
  return saidText(text)?.replace(/^(?:the|a|an) /iu, '') ?? null;
}

/** What the offline model does with messages and mails. */
import { saidMail } from '../../../language/nlu/slots/mail-words.ts';
import { casedOf, whoAt } from '../../../language/nlu/slots/message-words.ts';
import { saidMessage } from '../../../language/nlu/slots/notify-words.ts';
import { classifyReply } from '../../../language/replies.ts';
import type { ModelRequest, Situation } from '../../model.ts';
import { personMeant } from '../people-meant.ts';
import type { Filling, Prepared, Skill, SkillSet, Talk } from '../skill.ts';
import { type Args, ask, call, GO_AHEAD_SUGGESTIONS, type Step, spanText, tell, textOf } from '../step.ts';
import { changed } from './change.ts';
import { say, spoken } from './sentences.ts';
import { called, withChoice } from './who.ts';
import { textToSend } from './wording.ts';

const notify: Skill = {
  tool: 'notify_colleague',
  parts: say('partsMessage'),
  named: ['colleague'],
  freeText: ['message'],
  begin(text, known, request) {
    const said = saidMessage(text);
    const message = textToSend(said) ?? (said.message === null ? leaveTold(request.situation) : null);
    const args: Args = {
      ...known,
      ...(said.who === null ? meantBy(text, 'colleague', request) : { colleague: said.who }),
      ...(message === null ? {} : { message }),
    };
    return goOn(args, request, said.as === 'about' ? said.message : null);
  },
  answer(text, choice, filling, request) {
    const { args, asked } = filling;
    if (isAnew(text, (said) => saidMessage(said).who)) return notify.begin(text, {}, request);
    if (asked === 'message' && classifyReply(text).kind === 'yes')
      return ask({ text: say('askAgain'), ...filling }, request.situation);
    if (asked === 'message') return goOn({ ...args, message: dictated(text) }, request, null);
    if (classifyReply(text).kind === 'yes') return askedAgain(filling, request);
    return goOn({ ...args, colleague: recipients(text, choice, textOf(args['colleague'])) }, request, null);
  },
  change: (text, pending, request) => {
    const different = changed(text, pending.parameters, { to: 'colleague', body: 'message' });
    return different === null ? null : call(notify.tool, { ...kept(pending.parameters), ...different }, request);
  },
  present: (prepared, talk) => presented('preparedMessage', prepared, talk),
};

/** "Say it blocks the launch": without the order. */
function dictated(text: string): string {
  const said = text.trim().replace(/^(?:please |just )*(?:say|write|tell (?:him|her|them))(?: that)?:? (?=\S)/iu, '');
  return said === text.trim() ? said : said.charAt(0).toUpperCase() + said.slice(1);
}

/** "Send her a mail": who was talked of last. */
function meantBy(text: string, argument: 'to' | 'colleague', { situation }: ModelRequest): Args {
  const person = personMeant(text, situation);
  if (person === null || (argument === 'colleague' && person.doctype !== 'Employee')) return {};
  return { [argument]: person.label };
}

/** "Book Friday off and tell the team": what there is to tell. Null when no leave was just talked of. */
function leaveTold(situation: Situation): string | null {
  const { lastTool, lastArgs = {} } = situation.focus;
  const [start, end] = [textOf(lastArgs['start_date']), textOf(lastArgs['end_date'])];
  if (lastTool !== 'submit_leave_request' || start === null || end === null) return null;
  const one = start === end;
  const when = spanText({ from: start, to: end }, situation);
  if (lastArgs['half_day'] === true && one) return say('offHalf', { when });
  return one ? say('offOn', { when }) : say('offFrom', { when });
}

function goOn(args: Args, request: ModelRequest, matter: string | null): Step {
  const { situation } = request;
  const who = textOf(args['colleague']);
  if (who === null) return ask({ text: say('askWho'), tool: notify.tool, args, asked: 'colleague' }, situation);
  if (textOf(args['message']) === null) {
    const name = called(who);
    const text =
      matter === null ? say('askWhat', { who: name }) : say('askAbout', { who: name, matter: yours(matter) });
    return ask({ text, tool: notify.tool, args, asked: 'message' }, situation);
  }
  return call(notify.tool, args, request);
}

const mail: Skill = {
  tool: 'send_email',
  parts: say('partsMail'),
  named: ['to'],
  freeText: ['body'],
  begin(text, known, request) {
    const { to, subject, body } = saidMail(text);
    return goOnMail(
      {
        ...known,
        ...(to === null ? meantBy(text, 'to', request) : { to }),
        ...(subject === null ? {} : { subject }),
        ...(body === null ? {} : { body: asked(text, body) }),
      },
      request,
    );
  },
  answer(text, choice, filling, request) {
    const { args, asked } = filling;
    if (isAnew(text, (said) => saidMail(said).to)) return mail.begin(text, {}, request);
    if (asked === 'body' && classifyReply(text).kind === 'yes')
      return ask({ text: say('askAgain'), ...filling }, request.situation);
    if (asked === 'body') return goOnMail({ ...args, body: dictated(text) }, request);
    if (classifyReply(text).kind === 'yes') return askedAgain(filling, request);
    return goOnMail({ ...args, to: recipients(text, choice, textOf(args['to'])) }, request);
  },
  change: (text, pending, request) => {
    const different = changed(text, pending.parameters, { to: 'to', body: 'body', subject: 'subject' });
    return different === null ? null : call(mail.tool, { ...kept(pending.parameters), ...different }, request);
  },
  present: (prepared, talk) => presented('preparedMail', prepared, talk),
};

/** "Asking for a new contract" is no text of a mail; what is asked for stands in one. */
function asked(text: string, body: string): string {
  if (/^(?:whether|if) /iu.test(body)) return say('wantedToAsk', { question: body });
  return /\b(?:asking|and ask|to ask)(?: (?:him|her|them))? for /iu.test(text) ? say('askFor', { what: body }) : body;
}

function goOnMail(args: Args, request: ModelRequest): Step {
  const { situation } = request;
  const to = textOf(args['to']);
  if (to === null) return ask({ text: say('askTo'), tool: mail.tool, args, asked: 'to' }, situation);
  if (textOf(args['body']) === null) {
    const who = called(to);
    const matter = textOf(args['subject']);
    const text = matter === null ? say('askBody', { who }) : say('askBodyAbout', { who, matter: yours(matter) });
    return ask({ text, tool: mail.tool, args, asked: 'body' }, situation);
  }
  return call(mail.tool, args, request);
}

/** "Write to Grace that ..." in answer to a question is a request of its own. */
function isAnew(text: string, whoIn: (text: string) => string | null): boolean {
  return (
    /^(?:please )?(?:tell|let|ask|e-?mail|mail|write|send|notify|inform|message|ping) /iu.test(text.trim()) &&
    whoIn(text) !== null
  );
}

/** A yes is nobody's name. */
function askedAgain({ tool, args, asked, choices }: Filling, request: ModelRequest): Step {
  const text = tool === mail.tool ? say('askTo') : say('askWho');
  return ask({ text, tool, args, asked, choices }, request.situation);
}

/** An answer to "whom?": the choice in its place of the list, else the words without "to". */
function recipients(text: string, choice: string | null, before: string | null): string {
  if (choice !== null) return before === null ? choice : withChoice(before, choice);
  return whoAt(casedOf(text.replace(/^(?:to|it is|it's|for|tell) /iu, '')))?.who ?? text.trim();
}

/** What the tool takes again of what a card holds. */
function kept(parameters: Args): Args {
  const { recipients: _recipients, names: _names, colleagues: _colleagues, ...args } = parameters;
  return args;
}

/** "my day off" is "your day off" when I ask about it. */
function yours(matter: string): string {
  return matter.replace(/^(?:my|our)(?= )/iu, 'your');
}

function presented(key: 'preparedMessage' | 'preparedMail', prepared: Prepared, { request }: Talk): Step {
  const { situation } = request;
  const lines = new Map((prepared.card?.lines ?? []).map(({ label, to }) => [label, to]));
  const [to = '', message = '', subject = ''] = ['To', 'Message', 'Subject'].map((label) => lines.get(label) ?? '');
  const notes = (prepared.card?.warnings ?? []).map((warning) => `${warning} `).join('');
  const manner = situation.tone?.manner;
  const text =
    key === 'preparedMail'
      ? spoken(manner, 'preparedMail', { to: to.replace(/ <[^>]*>/gu, ''), subject, message, notes })
      : spoken(manner, 'preparedMessage', { to, message, notes });
  return tell(text, situation, GO_AHEAD_SUGGESTIONS);
}

export const COMMUNICATION: SkillSet = {
  skills: [notify, mail],
  name: say('name'),
  can: say('can'),
  examples: ['Tell my manager that I am running late', 'Send an email to ...'],
};

/** A message or a mail that waits, wanted different. */
import { casedOf, from, saidText, whoAt } from '../../../language/nlu/slots/message-words.ts';
import { type Args, textOf } from '../step.ts';
import { piecesOf } from './who.ts';

/** What is different: the arguments that change. Null: the words say nothing about it. `to` is the argument of the recipients. */
export function changed(
  text: string,
  parameters: Args,
  names: { readonly to: string; readonly body: string; readonly subject?: string },
): Args | null {
  const both = casedOf(text);
  const before = textOf(parameters[names.to]) ?? '';
  const subject =
    names.subject === undefined
      ? null
      : /^(?:(?:make|change|set|put) )?(?:the )?subject(?: line)?(?: should be| to| is|:)? /u.exec(both.lower);
  if (subject !== null && names.subject !== undefined) {
    const said = saidText(from(both, subject[0].length).text);
    return said === null ? null : { [names.subject]: said };
  }
  const more =
    /^(?:(?:and|also|too) )*(?:(?:send|tell|add|include|cc|copy|write)(?: it)?(?: also)?(?: to)?|to|and|also) /u.exec(
      both.lower,
    );
  const also = /\b(?:also|too|as well|add|and|cc|include|copy)\b/u.test(text.toLowerCase());
  if (more !== null) {
    const told = whoAt(from(both, more[0].length));
    const left = told?.rest.lower
      .replace(/^(?:instead|too|also|as well|please|rather|to (?:it|the list))[.! ]*/u, '')
      .trim();
    if (told !== null && left === '')
      return { [names.to]: also ? [...piecesOf(before), told.who].join(', ') : told.who };
  }
  const without = /^(?:not to|without|leave out|remove|drop|except) /u.exec(both.lower);
  if (without !== null) {
    const out = whoAt(from(both, without[0].length))?.who.toLowerCase();
    const left = piecesOf(before).filter((piece) => !piece.toLowerCase().includes(out ?? '\u0000'));
    return left.length === 0 || left.length === piecesOf(before).length ? null : { [names.to]: left.join(', ') };
  }
  const body =
    /^(?:(?:no,? |rather |instead |better )?(?:say|write|tell (?:him|her|them))(?: instead| rather)?(?: that)?:? |(?:make|change) (?:it|the (?:message|text|mail|body))(?: to)?(?: say| read)?(?: that)?:? |(?:the )?(?:message|text|mail|body) (?:should (?:be|say|read)|is|to)(?: that)?:? |it should (?:say|read)(?: that)?:? )/u.exec(
      both.lower,
    );
  if (body !== null) {
    const said = saidText(from(both, body[0].length).text.replace(/ instead[.!]?$/iu, ''));
    return said === null ? null : { [names.body]: said, ...withoutOldSubject(parameters, names) };
  }
  const added = /^(?:and )?(?:add|append|also (?:say|write|tell (?:him|her|them)|mention))(?: that)?:? /u.exec(
    both.lower,
  );
  if (added !== null) {
    const said = saidText(from(both, added[0].length).text);
    const old = textOf(parameters[names.body]);
    return said === null || old === null
      ? null
      : { [names.body]: `${old} ${said.charAt(0).toUpperCase()}${said.slice(1)}` };
  }
  return null;
}

/** A subject that was the beginning of the text goes with it. */
function withoutOldSubject(parameters: Args, names: { readonly body: string; readonly subject?: string }): Args {
  if (names.subject === undefined) return {};
  const start = (textOf(parameters[names.subject]) ?? '').replace(/[….]+$/u, '').toLowerCase();
  const old = (textOf(parameters[names.body]) ?? '').toLowerCase();
  return start !== '' && old.startsWith(start) ? { [names.subject]: undefined } : {};
}

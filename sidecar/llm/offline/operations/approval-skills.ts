/** What the offline model does with approvals: looking at them, deciding on one that is named, or on several at once. */
import { plainWords } from '../../../language/nlu/quick/leave-vocabulary.ts';
import { doctypeOfId, saidDoctype, saidId, saidReason } from '../../../language/nlu/slots/approval-words.ts';
import { classifyReply } from '../../../language/replies.ts';
import type { ModelRequest, Situation } from '../../model.ts';
import { saidPlace } from '../choice.ts';
import { isGoingOn } from '../follow-forms.ts';
import { readOutcome } from '../outcome.ts';
import { spoken as spokenAnyhow } from '../sentences.ts';
import type { Filling, Pending, Prepared, Skill, SkillSet, Talk } from '../skill.ts';
import { type Args, ask, call, GO_AHEAD_SUGGESTIONS, type Step, tell, textOf } from '../step.ts';
import { fitting, meant, pointedAt, wantsAll } from './approval-choice.ts';
import { detailed, told } from './approval-telling.ts';
import { said } from './clock.ts';
import { type Approval, type ApprovalsData, approvalsData } from './data.ts';
import { say } from './sentences.ts';

const LIST = 'get_pending_approvals';
const APPROVE = 'approve_request';
const REJECT = 'reject_request';
/** Cards that one message may prepare; a turn has six rounds. */
const AT_ONCE = 4;

const list: Skill = {
  tool: LIST,
  begin: (text, known, request) => call(LIST, { ...known, ...said(LIST, text, request.situation) }, request),
  follow(text, lastArgs, request) {
    const one = isGoingOn(text) ? pointedAt(text, request.situation) : null;
    if (one !== null) return call(LIST, { ...lastArgs, limit: 50, one: one.name }, request);
    if (/ (?:rest|others?|remaining) /u.test(plainWords(text))) return call(LIST, lastArgs, request);
    if (!/^ (?:and|what about|how about|also|only|just) /u.test(plainWords(text))) return null;
    const more = said(LIST, text, request.situation);
    return Object.keys(more).length === 0 ? null : call(LIST, { ...lastArgs, ...more }, request);
  },
  report(data, { text, wish, request }) {
    const read = approvalsData.safeParse(data);
    if (!read.success) return null;
    if (wish === APPROVE || wish === REJECT) return decide(wish, text, read.data, request);
    const pointed = isGoingOn(text) ? pointedAt(text, request.situation) : null;
    const one = pointed === null ? undefined : read.data.approvals.find(({ id }) => id === pointed.name);
    if (one !== undefined) return detailed(one, request.situation);
    return told(text, read.data, request.situation);
  },
};

/** Approving and rejecting are the same talk but for the reason. */
function decision(tool: typeof APPROVE | typeof REJECT): Skill {
  return {
    tool,
    parts: say('partsDecision'),
    freeText: tool === REJECT ? ['reason'] : [],
    begin(text, known, request) {
      const { situation } = request;
      const plain = plainWords(text);
      if (
        / my (?:own )?(?:\w+ ){0,2}(?:leave|vacation|holiday|request|claim|expenses?|time off|application) /u.test(
          plain,
        ) &&
        !/ (?:in|from|on) my /u.test(plain)
      )
        return tell(say('ownRequest'), situation);
      const card = onCard(tool, text, request);
      if (card !== null) return card;
      const id = saidId(text);
      const noted = said(tool, text, situation);
      const args: Args = { ...known, ...pick(noted, ['comment', 'reason']) };
      if (id !== null) {
        const doctype = textOf(noted['doctype']) ?? doctypeOfId(id) ?? 'document';
        return withReason(tool, { ...args, doctype, docname: id }, null, request);
      }
      const pointed = pointedAt(text, situation);
      if (pointed !== null)
        return withReason(tool, { ...args, doctype: pointed.doctype, docname: pointed.name }, pointed.label, request);
      // "Approve all" after leave was looked at means that leave, and not the claims that nobody has seen.
      const { lastTool, lastArgs = {} } = situation.focus;
      const doctype = saidDoctype(text) ?? (lastTool === LIST ? textOf(lastArgs['doctype']) : null);
      return call(LIST, { ...(doctype === null ? {} : { doctype }), limit: 50, lookup: true }, request);
    },
    answer: (text, choice, filling, request) => answered(tool, text, choice, filling, request),
    change(text, pending: Pending, request) {
      const noted = pick(said(tool, text, request.situation), ['comment', 'reason']);
      const reason = tool === REJECT && Object.keys(noted).length === 0 ? reasonOnly(text) : null;
      if (Object.keys(noted).length === 0 && reason === null) return null;
      return call(tool, { ...pending.parameters, ...noted, ...(reason === null ? {} : { reason }) }, request);
    },
    present: (prepared, talk) => presented(tool, prepared, talk),
  };
}

/** "Too expensive, send it back" beside the card that would approve it. */
function onCard(tool: string, text: string, request: ModelRequest): Step | null {
  const { pending } = request.situation;
  const isOther = pending !== null && pending.tool !== tool && [APPROVE, REJECT].includes(pending.tool);
  if (!isOther || !/ (?:it|that|this|him|her|them) /u.test(plainWords(text))) return null;
  const args = {
    ...pick(pending.parameters, ['doctype', 'docname']),
    ...pick(said(tool, text, request.situation), ['comment', 'reason']),
  };
  return withReason(tool, args, pending.title, request);
}

/** "Make the reason that the receipt is missing" */
function reasonOnly(text: string): string | null {
  return (
    /\breason\b(?: should be| is| to)?:? (?:that )?(?<words>.{3,})$/iu.exec(text)?.groups?.['words']?.trim() ?? null
  );
}

function pick(args: Args, keys: readonly string[]): Args {
  return Object.fromEntries(keys.flatMap((key) => (args[key] === undefined ? [] : [[key, args[key]]])));
}

function withReason(tool: string, args: Args, what: string | null, request: ModelRequest): Step {
  if (tool === APPROVE || textOf(args['reason']) !== null) return call(tool, args, request);
  const text = what === null ? say('reasonOpen') : say('askReason', { what });
  return ask({ text, tool, args, asked: 'reason' }, request.situation);
}

function answered(
  tool: string,
  text: string,
  choice: string | null,
  filling: Filling,
  request: ModelRequest,
): Step | null {
  if (filling.asked === 'reason') {
    const reason = saidReason(text) ?? text.trim();
    return call(tool, { ...filling.args, reason: reason.replace(/^(?:because|since|as) /iu, '') }, request);
  }
  if (filling.asked === 'workflow_action')
    return call(tool, { ...filling.args, workflow_action: choice ?? text.trim() }, request);
  if (wantsAll(text) && choice === null)
    return call(
      LIST,
      {
        ...(textOf(filling.args['doctype']) === null ? {} : { doctype: filling.args['doctype'] }),
        limit: 50,
        lookup: true,
      },
      request,
    );
  const picked = choice ?? filling.choices.find((each) => meant(text, each)) ?? null;
  const id = / - (?<id>\S+)$/u.exec(picked ?? '')?.groups?.['id'] ?? saidId(text);
  if ((id === null || id === undefined) && classifyReply(text).kind === 'yes')
    return ask({ text: say('whichApproval'), ...filling }, request.situation);
  const kind = saidDoctype(text);
  if (id === null || id === undefined)
    return call(LIST, { ...(kind === null ? {} : { doctype: kind }), limit: 50, lookup: true }, request);
  const args = {
    ...filling.args,
    doctype: textOf(filling.args['doctype']) ?? doctypeOfId(id) ?? 'document',
    docname: id,
  };
  return withReason(
    tool,
    { ...args, ...pick(said(tool, text, request.situation), ['reason', 'comment']) },
    null,
    request,
  );
}

/** What waits is known now: the one that was named, all of them, or the question which. */
function decide(tool: typeof APPROVE | typeof REJECT, text: string, data: ApprovalsData, request: ModelRequest): Step {
  const { situation } = request;
  const { approvals } = data;
  if (approvals.length === 0) return told(text, data, situation);
  const args = pick(said(tool, text, situation), ['comment', 'reason']);
  const matching = fitting(text, approvals);
  // "Too expensive, send it back": it, and no word of which.
  if (matching.length === 0 && / (?:it|that|this) /u.test(plainWords(text)))
    return ask(
      { text: say('whichApproval'), tool, args, asked: 'docname', choices: approvals.slice(0, 5).map(choiceOf) },
      situation,
    );
  if (matching.length === 0) return notThere(data, situation);
  if (/ both /u.test(plainWords(text)) && matching.length !== 2 && matching.length > 1) {
    const choices = matching.slice(0, 5).map(choiceOf);
    return ask({ text: say('howMany', { count: matching.length }), tool, args, asked: 'docname', choices }, situation);
  }
  if (wantsAll(text) && (tool === APPROVE || textOf(args['reason']) !== null)) {
    const [first] = matching.filter((one) => one.desk_only === null);
    if (first !== undefined) return call(tool, { doctype: first.doctype, docname: first.id, ...args }, request);
  }
  const place = saidPlace(
    / (?<place>first|second|third|fourth|fifth|last|latest|newest|oldest) /u
      .exec(plainWords(text))
      ?.groups?.['place']?.replace(/latest|newest/u, 'first')
      .replace('oldest', 'last') ?? '',
    matching.length,
  );
  const chosen = place === null ? (matching.length === 1 ? matching[0] : undefined) : matching[place];
  if (chosen !== undefined)
    return withReason(
      tool,
      { ...args, doctype: chosen.doctype, docname: chosen.id },
      say('whose', { who: chosen.who, what: chosen.what }),
      request,
    );
  const choices = matching.slice(0, 5).map(choiceOf);
  return ask({ text: say('whichApproval'), tool, args, asked: 'docname', choices }, situation);
}

function choiceOf(one: Approval): string {
  return `${one.who}, ${one.what} - ${one.id}`;
}

function notThere(data: ApprovalsData, situation: Situation): Step {
  const listed = told('', data, situation);
  return { ...listed, text: say('notThere', { list: listed.text }) };
}

/** Beside the card; when several were wanted, the next one first. */
function presented(tool: typeof APPROVE | typeof REJECT, prepared: Prepared, talk: Talk): Step {
  const { request, text, args } = talk;
  const { situation } = request;
  const turn = wantsAll(text) ? turnOf(tool, request) : null;
  if (turn !== null) {
    const next = turn.left.find((one) => one.desk_only === null && !turn.called.has(one.id));
    if (next !== undefined && turn.called.size < AT_ONCE) {
      return call(tool, { doctype: next.doctype, docname: next.id, ...pick(args, ['comment', 'reason']) }, request);
    }
    if (turn.count > 1) {
      const out = turn.left.filter((one) => one.desk_only !== null);
      const notes = [
        ...out.map((one) =>
          say('someLeftOut', { left: say('whose', { who: one.who, what: one.what }), why: one.desk_only ?? '' }),
        ),
        ...(next === undefined ? [] : [say('tooMany', { count: AT_ONCE })]),
      ];
      // The review of all cards that came together says the rest.
      return tell(notes.join('').trim(), situation, GO_AHEAD_SUGGESTIONS);
    }
  }
  const { card } = prepared;
  const notes = card === undefined || card.warnings.length === 0 ? '' : `${card.warnings.join(' ')} `;
  const title = card?.title ?? '';
  return tell(spokenAnyhow(situation.tone?.manner, 'preparedAs', { title, notes }), situation, GO_AHEAD_SUGGESTIONS);
}

/** What this turn has looked up and prepared so far. */
function turnOf(tool: string, { messages }: ModelRequest) {
  const start = messages.findLastIndex((message) => message.role === 'user');
  const calls = messages.slice(start).flatMap((message) => (message.role === 'assistant' ? message.calls : []));
  const outcomes = messages.slice(start).flatMap((message) => {
    const outcome = message.role === 'tool' ? readOutcome(message.content) : null;
    return message.role === 'tool' && outcome !== null ? [{ tool: message.tool, outcome }] : [];
  });
  const found = outcomes.findLast((one) => one.tool === LIST)?.outcome;
  const data = found?.kind === 'data' ? approvalsData.safeParse(found.data) : null;
  if (data === null || !data.success) return null;
  const text = messages[start];
  return {
    left: fitting(text?.role === 'user' ? text.text : '', data.data.approvals),
    called: new Set(calls.filter(({ name }) => name === tool).map(({ args }) => String(args['docname']))),
    count: outcomes.filter(({ outcome }) => outcome.kind === 'pending').length,
  };
}

export const APPROVALS: SkillSet = {
  skills: [list, decision(APPROVE), decision(REJECT)],
  name: say('approvalsName'),
  can: say('canApprovals'),
  examples: ['What waits for my approval?'],
};

import { defineMessages } from '../lib/messages.ts';

const COUNTS = ['no', 'one', 'two', 'three', 'four', 'five', 'six'];
const shallI = (count: number) => `Shall I do ${count === 2 ? 'both' : `all ${COUNTS[count] ?? count}`}?`;
/** More than these are looked at on their cards: nobody keeps six titles in mind. */
export const MAX_NAMED = 5;
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** What the room `turn` says to a person beside what a model or a tool says. */
export const say = defineMessages({
  emptyMessage: 'That message is empty.',
  tooLong: (p: { limit: number }) => `That message is too long. Please keep it under ${p.limit} characters.`,
  notText: 'I can only read text.',
  idTaken: 'That id was used for another message already, so I did not take this one.',
  tooManyWaiting: 'I am still busy with your earlier messages. Please wait a moment.',
  stillWorking: 'Still working on it.',
  restarted: 'I was interrupted and am working on it again.',
  linkLeftOut: '(link to {host} left out)',
  addressLeftOut: '(link left out)',
  codeLeftOut: '(code left out)',
  promptKept: 'How I was set up stays with me.',
  promptInCall: 'What you were told before the conversation is not passed on.',
  stopped: 'Okay, I have stopped.',
  nothingToStop: 'There is nothing running that I could stop.',
  cancelled: 'Okay, I have not done it.',
  kept: 'Okay, it stays as it is.',
  nothingToUndo: 'There is nothing that I could undo.',
  doneSoFar: (p: { done: readonly string[]; waiting: readonly string[] }) =>
    [
      p.done.length === 0 ? 'Nothing has been changed in this conversation.' : `Done here: ${p.done.join('; ')}.`,
      ...(p.waiting.length === 0 ? [] : [`Not done, still waiting for your yes: ${p.waiting.join('; ')}.`]),
    ].join(' '),
  doneAlready: 'That is done already: {title}. Say "undo", and then what you want instead.',
  undoBefore: '"{done}" is undone already. Before it I did this: {title}. Shall I undo that too?',
  undoEach: 'I undo one thing at a time. Say "undo" for the last one ({title}), or press Undo on the card you mean.',
  confirmOnPage: 'Please confirm that on the page yourself.',
  yesAgain: 'I was interrupted. Please say yes again.',
  undoAgain: 'I was interrupted, and nothing was undone. Please say it again.',
  unsure: (p: { title: string; minutes: number }) =>
    `No rush. "${p.title}" waits for you${p.minutes > 0 ? ` for another ${p.minutes === 1 ? 'minute' : `${p.minutes} minutes`}` : ''}, and nothing happens until you say yes.`,
  unsureMany: 'No rush. They wait for you, and nothing happens until you say yes: to all, or to those you name.',
  explain: (p: { title: string; lines: string; warnings: string; undo: string }) =>
    [
      `If you say yes, I will do this: ${p.title}.`,
      p.lines,
      p.warnings,
      p.undo,
      'Nothing has been done yet. Say yes, no, or what should be different.',
    ]
      .filter((part) => part !== '')
      .join(' '),
  whatElse: 'Okay, nothing has been done. What should be different?',
  whichOne: (p: { titles: readonly string[] }) =>
    `There are ${COUNTS[p.titles.length] ?? p.titles.length} things waiting: ${p.titles.join('; ')}. ${p.titles.length > MAX_NAMED ? 'Please confirm the one you mean on its card.' : shallI(p.titles.length)}`,
  doYouMean: 'Do you mean "{title}"? Say yes and I will do it.',
  changedMeanwhile: 'That was replaced by "{title}" before your yes arrived, so nothing was done. Is this one right?',
  nothingDone: 'Nothing has been changed so far.',
  preparedUnasked: (p: { titles: readonly string[] }) =>
    `You did not ask for this, so I leave it to you: ${p.titles.join('; ')}. It waits on the page, and nothing happens without your yes to it.`,
  ready: 'I have prepared this: {title}. Shall I do it?',
  readyMany: (p: { count: number }) => `I have prepared ${p.count} changes. Please look at the cards and confirm them.`,
  planImpossible: 'I cannot put those wishes into an order. Please tell me one after the other.',
  review: (p: { titles: readonly string[] }) =>
    `${capital(COUNTS[p.titles.length] ?? String(p.titles.length))} things to confirm: ${p.titles.join('; ')}. ${shallI(p.titles.length)}`,
  reviewFailed: 'But this did not work: {title}. {reason}',
  reviewLeft: 'So I left this: {title}.',
  reviewDropped: (p: { titles: readonly string[] }) => `I have not done this: ${p.titles.join('; ')}.`,
  reviewRest: (p: { titles: readonly string[] }) =>
    p.titles.length === 1
      ? `That leaves this: ${p.titles[0]}. Shall I do it too?`
      : `That leaves ${COUNTS[p.titles.length] ?? p.titles.length}: ${p.titles.join('; ')}. Shall I do them too?`,
  cancelledAll: (p: { count: number }) =>
    p.count < 2 ? 'Okay, I have not done it.' : `Okay, I have done ${p.count === 2 ? 'neither' : 'none of them'}.`,
  stepCannot: 'This I cannot do: "{wish}".',
  stepFailed: '"{wish}" did not work: {reason}',
  stepAsked: 'About "{wish}": {question}',
  stepNotDone: 'I could not find out how.',
  stepsSkipped: (p: { wishes: readonly string[] }) =>
    `So I left out ${p.wishes.map((wish) => `"${wish}"`).join(' and ')}, since it hangs on that.`,
  stepsLater: (p: { wishes: readonly string[] }) =>
    `For ${p.wishes.map((wish) => `"${wish}"`).join(' and ')} I need more too; say it again afterwards.`,
  spokenMore: '{heard}, and {left} more.',
  spokenLink: 'the link on your screen',
  spokenRest: 'The rest is on your screen.',
  heardInput: 'I did not quite get that. Could you put it another way?',
  heardPermission: 'You are not allowed to do that. Your manager or HR can tell you who is.',
  heardResource: 'I could not find that. Can you tell me more about it?',
  heardValidation: 'Something about the details is not right. Please say it again with the details.',
  heardExternal: 'I cannot reach your company system right now. Please try again in a moment.',
  heardTimeout: 'That took too long, so I stopped waiting. Please try again.',
  heardRateLimit: 'That was a lot at once. Please wait a moment and try again.',
  heardInternal: 'Something went wrong on my side. I have noted it; please try again.',
  noAnswer: 'I have nothing to say to that. Please put it another way.',
  interrupted: 'That did not finish although I tried several times. Please ask me again.',
  summaryDone: 'Done: {titles}.',
  summaryAsked: 'Asked: {text}',
  summaryTopics: 'About: {topics}.',
  summaryWaiting: 'Waiting for a yes: {titles}.',
  summaryOpen: 'Open: {question}',
  summaryEmpty: 'Nothing was said.',
});

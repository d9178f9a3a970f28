import { defineMessages } from '../lib/messages.ts';

/** What the room `turn` says to a person beside what a model or a tool says. */
export const say = defineMessages({
  emptyMessage: 'That message is empty.',
  tooLong: (p: { limit: number }) => `That message is too long. Please keep it under ${p.limit} characters.`,
  notText: 'I can only read text.',
  idTaken: 'That id was used for another message already, so I did not take this one.',
  tooManyWaiting: 'I am still busy with your earlier messages. Please wait a moment.',
  stillWorking: 'Still working on it.',
  restarted: 'I was interrupted and am working on it again.',
  stopped: 'Okay, I have stopped.',
  nothingToStop: 'There is nothing running that I could stop.',
  cancelled: 'Okay, I have not done it.',
  kept: 'Okay, it stays as it is.',
  nothingToUndo: 'There is nothing that I could undo.',
  confirmOnPage: 'Please confirm that on the page yourself.',
  yesAgain: 'I was interrupted. Please say yes again.',
  undoAgain: 'I was interrupted, and nothing was undone. Please say it again.',
  unsure: (p: { title: string; minutes: number }) =>
    `No rush. "${p.title}" waits for you${p.minutes > 0 ? ` for another ${p.minutes === 1 ? 'minute' : `${p.minutes} minutes`}` : ''}, and nothing happens until you say yes.`,
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
    `There are ${p.titles.length} things waiting: ${p.titles.join('; ')}. Please confirm the one you mean on its card.`,
  doYouMean: 'Do you mean "{title}"? Say yes and I will do it.',
  changedMeanwhile: 'That was replaced by "{title}" before your yes arrived, so nothing was done. Is this one right?',
  ready: 'I have prepared this: {title}. Shall I do it?',
  readyMany: (p: { count: number }) => `I have prepared ${p.count} changes. Please look at the cards and confirm them.`,
  noAnswer: 'I have nothing to say to that. Please put it another way.',
  interrupted: 'That did not finish although I tried several times. Please ask me again.',
  summaryDone: 'Done: {titles}.',
  summaryAsked: 'Asked: {text}',
  summaryEmpty: 'Nothing was said.',
});

import { defineMessages } from '../lib/messages.ts';

/** What the room `actions` says to a person. */
export const say = defineMessages({
  agentOff: 'That part of the assistant is not switched on for you. HR can switch it on.',
  notInstalled: '{app} is not installed on this site, so I cannot do that.',
  unknownTool: 'I cannot do that.',
  notNamed: 'You did not name {who}, so I send them nothing. Tell me whom it shall go to.',
  badArguments: 'I could not work out the details of that. Please say it again with the details.',
  tooManyCalls: 'That was a lot at once. Please wait a minute and ask me again.',
  turnLimit: (p: { limit: number }) => `I prepare at most ${p.limit} changes at a time. Confirm these first.`,
  minuteLimit: 'That was a lot of changes at once. Please wait a minute.',
  dayLimit: 'You have reached the number of changes I may make for you in a day. Please try again tomorrow.',
  tooSlow: 'Your company system took too long to answer. Please try again.',
  toolFailed: 'Something went wrong on my side while I looked that up.',
  done: 'Done.',
  undone: 'I have undone that.',
  undoOffer: 'I made that for you, so I can take it back: {title}. Shall I?',
  undoOfUndo: 'An undo cannot be undone. Ask me to do it again.',
  undoneTitle: 'Undo: {title}',
  comesAfter: 'That comes after something else: {title}. Please confirm that one first.',
  dependencyLost: 'What it depends on was not done: {title}',
  stillRunning: 'That is being done right now. Please wait a moment.',
  notYetThere: 'I could not reach your company system, so nothing was done. Say yes again in a moment.',
  unknownOutcome:
    'I lost the connection to your company system while it was working. Say yes again in a moment: it is never done twice.',
  documentChanged: 'The document has changed since you saw it, so nothing was done. Ask me again and I will look anew.',
  ownRequest:
    'That one I may not do on a yes given here. Please confirm it yourself in Frappe: open it there, look it over and press Confirm.',
  ownRequestAmount:
    'The amount is more than I may move on a yes given here. Please confirm it yourself in Frappe: open it there, look it over and press Confirm.',
  ownRequestLink: 'Open it in Frappe',
  unknownField: 'I cannot change that about it.',
  askTitle: 'Ask {approver} to cancel {document}',
  askLineWho: 'Ask',
  askLineWhat: 'About',
  askLineMessage: 'Message',
  askMessage: '{name} asks you to cancel {document}.',
  askDone: 'I have asked {approver} to cancel {document}.',
  askNote: 'A message that was sent cannot be taken back.',
  movedOnOffer: '{reason} Shall I ask {approver} to cancel it?',
});

import { defineMessages } from '../../../lib/messages.ts';

/** What the offline model says for agents that a company made itself: it knows them by their definitions alone. */
export const say = defineMessages({
  need: 'For the {title} I need {about}.',
  needOneOf: 'For the {title} I need {about}: {choices}.',
  needYesNo: 'For the {title}: {about}, yes or no?',
  again: 'I did not get that. {question}',
  which: 'What do you want to know: {titles}?',
  needsModel: '{label} answers in its own words, and for that a language model has to be set up.',
  can: 'help with {label}',
  nothing: '{title}: nothing was found.',
  one: '{title}: {value}.',
  oneOf: '{title} ({about}): {value}.',
  list: '{title}: {items}.',
  records: (p: { title: string; count: number; items: string }) =>
    p.count === 1 ? `${p.title}: ${p.items}.` : `${p.title}: ${p.count} found. ${p.items}.`,
  more: 'and {count} more',
  pair: '{label} {value}',
  labelled: '{label}: {value}.',
  atTime: '{date} at {time}',
  yes: 'yes',
  no: 'no',
});

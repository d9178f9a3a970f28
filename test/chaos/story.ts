import { setTimeout as delay } from 'node:timers/promises';
import { actionResponse } from '@dartwing-va/contract/rest.ts';
import { type Client, codeOf } from './client.ts';
import { BrokenPromise, type Ledger, PATIENCE_MS } from './ledger.ts';
import { type Card, expectOk, openTalk, type Talk } from './talk.ts';

/** Requests that a person keeps; every other one is undone, so that the balance never runs out. */
const KEEPS = 3;

export interface Actor {
  readonly client: Client;
  readonly ledger: Ledger;
  readonly url: string;
  readonly random: () => number;
  readonly newId: () => string;
  /** Working days that nothing stands on, ISO dates. */
  readonly days: string[];
}

/** One run through the demo's script: balance, a proposal, a change of mind, a yes or a no, an undo. */
export async function playOnce(actor: Actor): Promise<void> {
  const { random, ledger, client } = actor;
  const talk = await openTalk({ ...actor, overSocket: random() < 0.4 });
  try {
    if (random() < 0.6) await talk.say('how much annual leave do I have left?');
    const [first = '', second = ''] = [takeDay(actor), takeDay(actor)];
    let card = await propose(actor, talk, first);
    if (random() < 0.4) card = await change(actor, talk, card, second);
    if (random() < 0.2) {
      await reject(actor, talk, card);
      actor.days.push(first, second);
    } else {
      await confirm(actor, talk, card);
      const kept = [...ledger.deeds.values()].filter(
        (deed) => deed.user === client.user && !deed.undoAsked && deed.confirmed,
      );
      if (random() < 0.8 || kept.length > KEEPS) {
        await undo(actor, talk, card);
        actor.days.push(first, second);
      } else {
        // The day that was asked for is taken from now on.
        const deed = ledger.deed(card.action_id, client.user);
        actor.days.push(...[first, second].filter((day) => day !== deed.day));
      }
    }
    // Cards that an interrupted answer left behind: nobody said yes to them.
    for (const left of (await talk.cards()).filter((one) => one.status === 'pending')) await reject(actor, talk, left);
    ledger.cycles += 1;
  } finally {
    talk.close();
  }
}

function takeDay(actor: Actor): string {
  const at = Math.floor(actor.random() * actor.days.length);
  const [day] = actor.days.splice(at, 1);
  if (day === undefined) throw new Error(`no free day is left for ${actor.client.user}`);
  return day;
}

/** As a person writes a date that cannot be misread. */
function inWords(day: string): string {
  return new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));
}

async function newest(talk: Talk): Promise<Card | null> {
  return (await talk.cards()).filter((card) => card.status === 'pending').at(-1) ?? null;
}

async function propose(actor: Actor, talk: Talk, day: string): Promise<Card> {
  let answer = '';
  for (const until = Date.now() + PATIENCE_MS; Date.now() < until; ) {
    answer = (await talk.say(`please book annual leave on ${inWords(day)}`)).content;
    const card = await newest(talk);
    if (card) {
      actor.ledger.deed(card.action_id, actor.client.user, day);
      return card;
    }
    await delay(500);
  }
  throw new BrokenPromise(`${actor.client.user} asked for ${day} and got no card; last answer: "${answer}"`);
}

/** The new card; the old one when the change did not come through. */
async function change(actor: Actor, talk: Talk, card: Card, day: string): Promise<Card> {
  await talk.say(`make it ${inWords(day)} instead`);
  const now = await newest(talk);
  if (!now || now.action_id === card.action_id) return card;
  actor.ledger.deed(now.action_id, actor.client.user, day);
  return now;
}

async function look(actor: Actor, card: Card) {
  const answer = await actor.client.call('GET', `/api/v1/actions/${card.action_id}`);
  return actionResponse.parse(expectOk(answer, `action ${card.action_id}`));
}

/** A yes in words or by the button, and by the button until it is done. */
async function confirm(actor: Actor, talk: Talk, card: Card): Promise<void> {
  const deed = actor.ledger.deed(card.action_id, actor.client.user);
  deed.confirmAsked = true;
  if (actor.random() < 0.5) await talk.say('yes');
  await press(actor, card, 'confirm', 'completed', { confirmed: true, digest: card.digest });
  deed.confirmed = true;
}

async function undo(actor: Actor, talk: Talk, card: Card): Promise<void> {
  const deed = actor.ledger.deed(card.action_id, actor.client.user);
  deed.undoAsked = true;
  if (actor.random() < 0.5) await talk.say('undo that');
  await press(actor, card, 'reverse', 'reversed', {});
  deed.undone = true;
}

async function reject(actor: Actor, talk: Talk, card: Card): Promise<void> {
  const deed = actor.ledger.deed(card.action_id, actor.client.user);
  deed.cancelAsked = true;
  if (actor.random() < 0.5) {
    await talk.say("no, don't do it");
    if ((await look(actor, card)).status !== 'pending') {
      deed.cancelled = true;
      return;
    }
  }
  await press(actor, card, 'cancel', 'cancelled', {});
  deed.cancelled = true;
}

/** Presses a button of the card until the action stands where it leads. */
async function press(
  actor: Actor,
  card: Card,
  button: 'confirm' | 'reverse' | 'cancel',
  goal: 'completed' | 'reversed' | 'cancelled',
  body: unknown,
): Promise<void> {
  let last = '';
  for (const until = Date.now() + PATIENCE_MS; Date.now() < until; ) {
    const { status } = await look(actor, card);
    if (status === goal || (goal === 'cancelled' && status === 'rejected')) return;
    const answer = await actor.client.call('POST', `/api/v1/actions/${card.action_id}/${button}`, body);
    if (answer.status === 200) {
      actor.ledger.progress += 1;
      continue;
    }
    last = `${answer.status} ${codeOf(answer)}`;
    await delay(250);
  }
  const { status, error } = await look(actor, card);
  throw new BrokenPromise(
    `${button} of ${card.action_id} of ${actor.client.user} never came through: it is ${status} (${error ?? last})`,
  );
}

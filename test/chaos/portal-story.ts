import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { BrokenPromise, type Ledger, PATIENCE_MS } from './ledger.ts';
import { SiteRefusal, type SiteUser } from './site-client.ts';

export interface PortalActor {
  readonly user: string;
  readonly site: SiteUser;
  readonly ledger: Ledger;
  readonly random: () => number;
  readonly newId: () => string;
  readonly days: string[];
}

const said = z.object({ conversation: z.string(), turn: z.string() });
const turnsAnswer = z.object({
  turns: z.array(z.object({ name: z.string(), status: z.string().nullable(), role: z.string() }).loose()),
  actions: z.array(z.object({ action_id: z.string(), status: z.string(), digest: z.string() }).loose()),
});
type View = z.output<typeof turnsAnswer>;

/** A message through the site alone; promised once the site has answered. */
export async function sayAtSite(
  actor: PortalActor,
  text: string,
  conversation: string | null,
): Promise<z.output<typeof said>> {
  const id = actor.newId();
  const message = { user: actor.user, text, conversation, turn: null as string | null };
  actor.ledger.messages.set(id, message);
  const args = { text, client_message_id: id, ...(conversation === null ? {} : { conversation }) };
  const answer = said.parse(await actor.site.method('dartwing_va.api.say', args));
  message.turn = answer.turn;
  message.conversation = answer.conversation;
  actor.ledger.progress += 1;
  return answer;
}

/** A portal page that the sidecar's socket does not reach: it talks over the site and presses the site's buttons. */
export async function playPortalOnce(actor: PortalActor): Promise<void> {
  const at = Math.floor(actor.random() * actor.days.length);
  const day = actor.days[at];
  if (day === undefined) throw new Error(`no free day is left for ${actor.user}`);
  const words = new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  );
  const first = await sayAtSite(actor, 'how much annual leave do I have left?', null);
  await answered(actor, first);
  let card: View['actions'][number] | undefined;
  for (const until = Date.now() + PATIENCE_MS; !card && Date.now() < until; ) {
    const turn = await sayAtSite(actor, `please book annual leave on ${words}`, first.conversation);
    card = (await answered(actor, turn)).actions.findLast((one) => one.status === 'pending');
    if (!card) await delay(500);
  }
  if (!card) throw new BrokenPromise(`${actor.user} asked at the site for ${day} and got no card`);
  const deed = actor.ledger.deed(card.action_id, actor.user, day);
  if (actor.random() < 0.3) {
    deed.cancelAsked = true;
    await pressed(actor, 'cancel_action', { action: card.action_id }, 'ACTION_CANCELLED');
    deed.cancelled = true;
  } else {
    deed.confirmAsked = true;
    await pressed(actor, 'confirm_action', { action: card.action_id, digest: card.digest }, null);
    deed.confirmed = true;
    deed.undoAsked = true;
    await pressed(actor, 'undo_action', { action: card.action_id }, 'ACTION_ALREADY_REVERSED');
    deed.undone = true;
  }
  actor.ledger.cycles += 1;
}

/** `alreadyDone`: the refusal of a repeat whose first try went through. */
async function pressed(actor: PortalActor, method: string, args: object, alreadyDone: string | null): Promise<void> {
  try {
    await actor.site.method(`dartwing_va.api.${method}`, { ...args });
  } catch (error) {
    if (!(error instanceof SiteRefusal) || alreadyDone === null || error.code !== alreadyDone) throw error;
  }
}

async function answered(
  actor: PortalActor,
  turn: { readonly conversation: string; readonly turn: string },
): Promise<View> {
  const until = Date.now() + PATIENCE_MS;
  while (Date.now() < until) {
    const view = turnsAnswer.parse(
      await actor.site.read('dartwing_va.api.my_turns', { conversation: turn.conversation }),
    );
    const row = view.turns.find((one) => one.name === turn.turn);
    if (row && row.status !== 'Pending') return view;
    await delay(150);
  }
  throw new BrokenPromise(`turn ${turn.turn} of ${actor.user} was taken by the site and is unanswered`);
}

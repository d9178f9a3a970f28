import type { ErrorBody } from '@dartwing-va/contract/errors.ts';
import { type SocketAck, type SocketRequestName, socketRequests } from '@dartwing-va/contract/socket.ts';
import type { TurnEvent } from '@dartwing-va/contract/turn-events.ts';
import type { z } from 'zod';
import { withTrace } from '../../lib/trace.ts';
import { asVaError, VaError } from '../../lib/va-error.ts';
import { countCompany } from '../company-limit.ts';
import { firstTime } from '../confirmed.ts';
import type { GatewayDeps, RateCategory } from '../deps.ts';
import { endSocket, type VaSocket } from './va-socket.ts';

const WINDOW_MS = 60_000;
/** A page is told this long before its token runs out (decisions.md 15). */
const EXPIRY_NOTICE_MS = 60_000;
/** Conversations one socket follows at a time. */
const MAX_FOLLOWED = 10;

type Handler<Name extends SocketRequestName> = (
  request: z.output<(typeof socketRequests)[Name]>,
) => Promise<Omit<Extract<SocketAck<Name>, { ok: true }>, 'ok'>>;

/** Wires one admitted socket: every request is validated, counted and acknowledged, errors included. */
export function serveSocket(deps: GatewayDeps, socket: VaSocket): void {
  const { turns } = deps;
  const followed = new Map<string, () => void>();
  const stopClock = watchExpiry(deps, socket);
  socket.on('disconnect', () => {
    stopClock.abort();
    for (const unsubscribe of followed.values()) unsubscribe();
    followed.clear();
  });

  /** The person anew for every request: a switched-off agent or a raised limit counts at once. */
  const person = () => deps.people.person(socket.data.identity.user);

  answer(deps, socket, 'conversation.open', 'conversations', async ({ conversation_id, last_seq, privacy_mode }) => {
    const who = await person();
    const wanted = privacy_mode ?? null;
    const id =
      conversation_id ??
      (await turns.start(who, { mode: 'text', privacyMode: wanted, platform: 'Web', context: {} })).conversationId;
    followed.get(id)?.();
    if (!followed.has(id) && followed.size >= MAX_FOLLOWED) throw new VaError('TOO_MANY_CONVERSATIONS');
    const tell = (event: TurnEvent) => void socket.emit('event', event);
    const { replay, unsubscribe, privacyMode } = await turns.subscribe(who, id, last_seq, tell);
    const isOther = wanted !== null && wanted !== privacyMode;
    if (socket.disconnected || isOther) unsubscribe();
    else followed.set(id, unsubscribe);
    if (isOther) throw new VaError('PRIVACY_MODE_FIXED');
    return { conversation_id: id, privacy_mode: privacyMode, replay, last_seq: replay?.at(-1)?.seq ?? last_seq };
  });

  answer(deps, socket, 'conversation.close', 'conversations', async ({ conversation_id }) => {
    followed.get(conversation_id)?.();
    followed.delete(conversation_id);
    return {};
  });

  answer(deps, socket, 'message.send', 'conversations', async ({ conversation_id, content, client_message_id }) => {
    const accepted = await turns.accept({
      person: await person(),
      identity: socket.data.identity,
      conversationId: conversation_id,
      text: content,
      clientMessageId: client_message_id,
      origin: 'socket',
    });
    return { turn_id: accepted.turnId, repeated: accepted.repeated };
  });

  answer(deps, socket, 'turn.cancel', 'conversations', async ({ conversation_id, turn_id }) => ({
    cancelled: await turns.cancelTurn(await person(), conversation_id, turn_id),
  }));

  answer(deps, socket, 'action.confirm', 'actions', async ({ action_id, digest }) => {
    const outcome = await turns.actions.confirm(await person(), socket.data.identity, action_id, {
      digest: digest ?? null,
      modifications: null,
    });
    if (outcome.kind !== 'executed') throw new VaError('ACTION_SUPERSEDED');
    const { action, message } = firstTime(outcome);
    return { action: action.card, message };
  });

  answer(deps, socket, 'action.cancel', 'actions', async ({ action_id, reason }) => ({
    action: (await turns.actions.cancel(await person(), action_id, reason ?? null, 'cancelled')).card,
  }));

  answer(deps, socket, 'action.reverse', 'actions', async ({ action_id, reason }) => {
    const undone = await turns.actions.reverse(await person(), socket.data.identity, action_id, reason ?? null);
    return { action: undone.action.card, reversal_action_id: undone.reversalId, message: undone.message };
  });

  answer(deps, socket, 'auth.renew', 'auth', async ({ token }) => {
    const identity = await deps.people.identify(token);
    if (identity.user !== socket.data.identity.user) throw new VaError('UNAUTHORIZED');
    socket.data.identity = identity;
    stopClock.restart();
    return { expires_at: identity.expiresAt };
  });
}

function answer<Name extends SocketRequestName>(
  deps: GatewayDeps,
  socket: VaSocket,
  name: Name,
  category: RateCategory,
  handler: Handler<Name>,
): void {
  const schema = socketRequests[name];
  const listener = (request: unknown, ack: unknown): void => {
    const requestId = deps.ids.make('req');
    const reply = (result: SocketAck<Name>) => {
      if (typeof ack === 'function') ack(result);
    };
    const refuse = (error: ErrorBody) => reply({ ok: false, error } as SocketAck<Name>);
    withTrace({ request_id: requestId }, () =>
      count(deps, category, socket.data.identity.user)
        .then(async () => countCompany(deps, (await deps.people.person(socket.data.identity.user)).company.name))
        .then(() => {
          const parsed = schema.safeParse(request);
          if (!parsed.success) {
            const details = parsed.error.issues
              .slice(0, 20)
              .map((issue) => ({ field: issue.path.join('.') || name, message: issue.message }));
            throw new VaError('VALIDATION_ERROR', {
              message: `${details[0]?.field ?? name}: ${details[0]?.message ?? 'not valid'}`,
              details,
            });
          }
          return handler(parsed.data as z.output<(typeof socketRequests)[Name]>);
        })
        .then(
          (result) => reply({ ok: true, ...result } as SocketAck<Name>),
          (error) => {
            const failure = asVaError(error);
            if (failure.status >= 500) deps.log.error('socket request failed', { code: failure.code }, failure);
            refuse(failure.toBody(requestId));
          },
        ),
    );
  };
  // socket.io types listeners per event; this one serves them all after validating what came.
  (socket as { on(event: string, listener: (request: unknown, ack: unknown) => void): unknown }).on(name, listener);
}

async function count(deps: GatewayDeps, category: RateCategory, user: string): Promise<void> {
  const { count: hits, resetAt } = await deps.stores.counters.hit(
    `rate:${deps.siteName}:${category}:${user}`,
    WINDOW_MS,
  );
  if (hits > deps.settings.limits[category]) {
    throw new VaError('RATE_LIMITED', {
      meta: { retry_after_seconds: Math.max(1, Math.ceil((resetAt - deps.clock.now()) / 1000)) },
    });
  }
}

/** Tells the page before its token runs out and ends the socket when it did; a renewal starts the clock anew. */
function watchExpiry(deps: GatewayDeps, socket: VaSocket): { abort(): void; restart(): void } {
  let waiting = new AbortController();
  const run = async (signal: AbortSignal) => {
    const { expiresAt } = socket.data.identity;
    await deps.clock.sleep(Math.max(0, expiresAt - EXPIRY_NOTICE_MS - deps.clock.now()), signal);
    socket.emit('auth.expiring', { expires_at: expiresAt });
    await deps.clock.sleep(Math.max(0, expiresAt - deps.clock.now()), signal);
    endSocket(socket, 'token_expired', new VaError('TOKEN_EXPIRED').toBody(deps.ids.make('req')));
  };
  const start = () => {
    const { signal } = waiting;
    run(signal).catch((error) => {
      if (!signal.aborted) deps.log.error('expiry watch failed', {}, error);
    });
  };
  start();
  return {
    abort: () => waiting.abort(),
    restart: () => {
      waiting.abort();
      waiting = new AbortController();
      start();
    },
  };
}

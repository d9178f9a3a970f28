import { setTimeout as delay } from 'node:timers/promises';
import { conversationResponse, messageResponse, startResponse } from '@dartwing-va/contract/rest.ts';
import type { z } from 'zod';
import type { Answer, Client } from './client.ts';
import { BrokenPromise, type Ledger, PATIENCE_MS } from './ledger.ts';
import { openPage } from './page.ts';

export type Card = NonNullable<z.output<typeof conversationResponse>['actions']>[number];
export interface Said {
  readonly turn: string;
  readonly content: string;
}

/** A conversation as one person leads it. */
export interface Talk {
  readonly conversation: string;
  /** Resolves with the answer. @throws BrokenPromise */
  say(text: string): Promise<Said>;
  /** The cards of the conversation, oldest first. */
  cards(): Promise<readonly Card[]>;
  close(): void;
}

/** Opens a conversation over REST or over the socket. */
export async function openTalk(options: {
  readonly client: Client;
  readonly ledger: Ledger;
  readonly url: string;
  readonly overSocket: boolean;
  readonly newId: () => string;
}): Promise<Talk> {
  const { client, ledger } = options;
  const page = options.overSocket ? await openPage(options.url, client) : null;
  const conversation =
    page?.conversation ??
    startResponse.parse(expectOk(await client.call('POST', '/api/v1/conversations', {}), 'a new conversation'))
      .conversation_id;

  async function view() {
    const path = `/api/v1/conversations/${conversation}?turns_limit=200`;
    return conversationResponse.parse(expectOk(await client.call('GET', path), 'a conversation'));
  }

  /** The answer of a promised turn as the conversation has it. */
  async function answered(turn: string): Promise<Said> {
    const until = Date.now() + PATIENCE_MS;
    for (;;) {
      const found = (await view()).turns?.find((one) => one.turn_id === turn);
      if (found && found.status !== 'pending') return { turn, content: found.assistant_content ?? '' };
      if (Date.now() > until) {
        throw new BrokenPromise(
          `turn ${turn} of ${client.user} was accepted and is ${found?.status ?? 'unknown'} after ${PATIENCE_MS / 1000} s`,
        );
      }
      await delay(200);
    }
  }

  return {
    conversation,
    async say(text) {
      const id = options.newId();
      const message = { user: client.user, text, conversation, turn: null as string | null };
      ledger.messages.set(id, message);
      if (page) {
        message.turn = await page.send(text, id);
        ledger.progress += 1;
        await page.outcome(message.turn);
        return await answered(message.turn);
      }
      const body = { content: text, metadata: { client_message_id: id } };
      const raw = expectOk(
        await client.call('POST', `/api/v1/conversations/${conversation}/messages`, body),
        'a message',
      );
      const answer = messageResponse.parse(raw);
      message.turn = answer.turn_id;
      ledger.progress += 1;
      if (answer.status === 'processing') return await answered(answer.turn_id);
      return { turn: answer.turn_id, content: answer.assistant_response.content };
    },
    cards: async () => (await view()).actions ?? [],
    close: () => page?.close(),
  };
}

export function expectOk(answer: Answer, what: string): unknown {
  if (answer.status === 200) return answer.body;
  throw new BrokenPromise(`${what} was refused: ${answer.status} ${JSON.stringify(answer.body)}`);
}

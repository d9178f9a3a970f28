import { randomUUID } from 'node:crypto';
import { stdin, stdout } from 'node:process';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { errorResponse, meResponse, tokenResponse } from '@dartwing-va/contract/rest.ts';
import { SOCKET_PATH } from '@dartwing-va/contract/socket.ts';
import type { ActionCard, TurnEvent } from '@dartwing-va/contract/turn-events.ts';
import type { Visual } from '@dartwing-va/contract/visuals.ts';
import { io } from 'socket.io-client';
import { readOptions } from './command-line.ts';

/**
 * The conversation in a terminal: `npm run chat -- --user priya@acme.test`. The password comes from VA_PASSWORD or is
 * asked for. Same socket, same cards, same undo as the page.
 */
const USAGE = 'npm run chat -- --user priya@acme.test [--url http://127.0.0.1:8090] [--conversation ID]';
const { values } = readOptions(
  {
    options: {
      user: { type: 'string' },
      url: { type: 'string', default: `http://127.0.0.1:${process.env['VA_PORT'] ?? 8090}` },
      conversation: { type: 'string' },
    },
  },
  USAGE,
);
if (!values.user) {
  console.error(`Say who you are: ${USAGE}`);
  process.exit(2);
}
const { url } = values;

async function api(method: 'GET' | 'POST', path: string, token: string | null, body?: unknown): Promise<unknown> {
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: {
      ...(token ? { Authorization: `Bearer ${token}` } : {}),
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch(() => {
    throw new Error(`Nothing answers at ${url}. Is the service running (bash scripts/demo)?`);
  });
  const answer: unknown = await response.json();
  if (response.ok) return answer;
  const failure = errorResponse.safeParse(answer);
  throw new Error(failure.success ? failure.data.error.message : `The service answered ${response.status}.`);
}

/** Wrong use of the command; exit code 2. */
class Usage extends Error {}

/** Asks without showing what is typed: the terminal's echo goes to nowhere. */
async function askSecretly(question: string): Promise<string> {
  if (!stdin.isTTY) {
    throw new Usage('There is no terminal to ask for the password. Set VA_PASSWORD, or run this in a terminal.');
  }
  stdout.write(question);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const quiet = createInterface({ input: stdin, output: nowhere, terminal: true });
  const ended = new Promise<null>((resolve) => quiet.once('close', () => resolve(null)));
  const answer = await Promise.race([quiet.question(''), ended]);
  quiet.close();
  stdout.write('\n');
  if (answer === null) throw new Usage('No password was given.');
  return answer;
}

function showCard(card: ActionCard): void {
  const wide = Math.max(...card.lines.map((line) => line.label.length), 0);
  const lines = card.lines.map(
    (line) => `  ${line.label.padEnd(wide)}  ${line.from === undefined ? '' : `${line.from} -> `}${line.to}`,
  );
  const minutes = Math.max(0, Math.round((Date.parse(card.expires_at) - Date.now()) / 60_000));
  console.log(`\n+ ${card.title} [${card.status}]\n${lines.join('\n')}`);
  for (const warning of card.warnings) console.log(`  ! ${warning}`);
  if (card.status === 'pending') console.log(`  Say yes, no, or what should be different (${minutes} min).`);
}

/** What the page draws beside the words, in lines. */
function showVisual(visual: Visual): void {
  const lines = visualLines(visual).map((line) => `  ${line}`);
  console.log(
    `\n| ${visual.title}\n${lines.join('\n')}${visual.more === undefined ? '' : `\n  and ${visual.more} more`}`,
  );
}

function visualLines(visual: Visual): readonly string[] {
  switch (visual.kind) {
    case 'table': {
      const rows = [visual.columns.map(({ label }) => label), ...visual.rows.map(({ cells }) => cells)];
      const wide = visual.columns.map((_, at) => Math.max(...rows.map((cells) => (cells[at] ?? '').length)));
      return rows.map((cells) =>
        wide
          .map((width, at) => (cells[at] ?? '').padEnd(width))
          .join('  ')
          .trimEnd(),
      );
    }
    case 'list':
      return visual.items.map(({ title, detail, mark }) => [title, mark?.text, detail].filter(Boolean).join(', '));
    case 'slots':
      return visual.slots.map(({ label, detail }) => [label, detail].filter(Boolean).join(', '));
    case 'bars':
      return visual.bars.map(({ label, text }) => `${label}: ${text}`);
  }
}

async function main(): Promise<void> {
  const user = values.user ?? '';
  const password = process.env['VA_PASSWORD'] ?? (await askSecretly(`Password of ${user}: `));
  const tokens = tokenResponse.parse(
    await api('POST', '/auth/token', null, { grant_type: 'password', username: user, password }),
  );
  let token = tokens.access_token;
  let refresh = tokens.refresh_token;
  const me = meResponse.parse(await api('GET', '/me', token));
  const lines = createInterface({ input: stdin, output: stdout });
  const closed = new Promise<null>((resolve) => lines.once('close', () => resolve(null)));
  // Lines are a queue: what is piped in faster than it is answered waits its turn.
  const typed = lines[Symbol.asyncIterator]();
  const next = async (): Promise<string | null> => {
    stdout.write('> ');
    const line = await Promise.race([typed.next(), closed]);
    return line === null || line.done ? null : line.value;
  };

  if (me.consents_required.length > 0) {
    for (const consent of me.consents_required)
      console.log(`\n${consent.consent_type} (version ${consent.version})\n${consent.text}`);
    console.log('\nDo you agree? (yes/no)');
    const reply = await next();
    if (reply?.trim().toLowerCase() !== 'yes') {
      lines.close();
      if (reply === null) throw new Usage('Nobody answered whether you agree, so the conversation cannot begin.');
      return console.log('Without that I cannot keep a conversation. Nothing was sent.');
    }
    const consents = me.consents_required.map(({ consent_type, version }) => ({
      consent_type,
      version,
      granted: true,
    }));
    await api('POST', '/consents', token, { consents });
  }

  const socket = io(url, { path: SOCKET_PATH, auth: (give) => give({ token }), transports: ['websocket'] });
  let turnDone: () => void = () => undefined;
  let seen = 0;
  const show = (event: TurnEvent): void => {
    if (event.seq <= seen) return;
    seen = event.seq;
    if (event.type === 'text.delta') stdout.write(event.text);
    else if (event.type === 'tool.started') console.log(`  (${event.label}...)`);
    else if (event.type === 'action.pending' || event.type === 'action.done') showCard(event.action);
    else if (event.type === 'visual') showVisual(event.visual);
    else if (event.type === 'citation') console.log(`\n  [${event.title}] ${event.href}`);
    else if (event.type === 'error') console.log(`\n! ${event.error.message}`);
    if (event.type === 'turn.done' || event.type === 'error') {
      stdout.write('\n');
      turnDone();
    }
  };
  socket.on('event', show);
  socket.on('auth.expiring', async () => {
    const renewed = tokenResponse.parse(await api('POST', '/auth/token/refresh', null, { refresh_token: refresh }));
    token = renewed.access_token;
    refresh = renewed.refresh_token;
    await socket.emitWithAck('auth.renew', { token });
  });
  socket.on('connect_error', (error) => console.log(`! ${error.message}`));

  const opened = await socket.emitWithAck(
    'conversation.open',
    values.conversation ? { conversation_id: values.conversation } : {},
  );
  if (!opened.ok) throw new Error(opened.error.message);
  const conversationId: string = opened.conversation_id;
  socket.io.on('reconnect', async () => {
    const again = await socket.emitWithAck('conversation.open', { conversation_id: conversationId, last_seq: seen });
    for (const event of again.ok ? (again.replay ?? []) : []) show(event);
  });
  for (const event of opened.replay ?? []) show(event);
  console.log(
    `\nHello ${me.full_name}, this is ${me.assistant_name === 'Assistant' ? 'your assistant' : me.assistant_name}. An empty line ends.\n`,
  );

  for (;;) {
    const text = await next();
    if (text === null || text.trim() === '') break;
    const done = new Promise<void>((resolve) => {
      turnDone = resolve;
    });
    const accepted = await socket
      .timeout(20_000)
      .emitWithAck('message.send', { conversation_id: conversationId, content: text, client_message_id: randomUUID() });
    if (accepted.ok) await done;
    else console.log(`! ${accepted.error.message}`);
  }
  lines.close();
  socket.disconnect();
}

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(error instanceof Usage ? 2 : 1);
});

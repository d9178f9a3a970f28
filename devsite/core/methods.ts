type Fields = Readonly<Record<string, unknown>>;

/** An operation that is no change of one document: a message or a remark (docs/site-api.md, Actions). */
interface Method {
  readonly needed: readonly string[];
  readonly optional: readonly string[];
  /** What it makes. */
  readonly makes: string;
}
export const METHODS: Readonly<Record<string, Method>> = {
  // `to_name` is how a card calls the recipient; who it is says `to_user` alone.
  ask_approver: {
    needed: ['doctype', 'name', 'to_user', 'message'],
    optional: ['to_name'],
    makes: 'Notification Log',
  },
  comment: { needed: ['doctype', 'name', 'message'], optional: [], makes: 'Comment' },
  notify_colleague: {
    needed: ['to_user', 'message'],
    optional: ['to_name', 'doctype', 'name'],
    makes: 'Notification Log',
  },
  send_email: {
    needed: ['recipients', 'subject', 'message'],
    optional: ['doctype', 'name'],
    makes: 'Communication',
  },
};
const MAX_MESSAGE_CHARS = 2000;
const MAX_MAIL_CHARS = 10_000;
const MAX_RECIPIENTS = 10;
// One plain address: no display name, no list, nothing that could break a header.
const ADDRESS =
  /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+$/;

/** What is wrong with the form of a method operation, or null. */
export function methodFault(operation: Fields): string | null {
  const method = operation['method'];
  const known = typeof method === 'string' && Object.hasOwn(METHODS, method) ? METHODS[method] : undefined;
  if (known === undefined) return 'unknown method';
  const args = operation['args'];
  if (!isObject(args) || !known.needed.every((key) => key in args)) return 'wrong arguments';
  const keys = Object.keys(args);
  if (keys.some((key) => !known.needed.includes(key) && !known.optional.includes(key))) return 'wrong arguments';
  if ('doctype' in args !== 'name' in args) return 'wrong arguments';
  if (!keys.every((key) => key === 'message' || key === 'recipients' || isText(args[key], 140)))
    return 'wrong arguments';
  if ('recipients' in args) return mailFault(args);
  return isText(args['message'], MAX_MESSAGE_CHARS) ? null : 'wrong message';
}

function mailFault(args: Fields): string | null {
  const recipients = args['recipients'];
  if (!Array.isArray(recipients) || recipients.length < 1 || recipients.length > MAX_RECIPIENTS) {
    return `recipients must be a list of 1 to ${MAX_RECIPIENTS}`;
  }
  if (!recipients.every((one) => isText(one, 140) && ADDRESS.test(one))) {
    return 'a recipient must be one plain address';
  }
  if (new Set(recipients.map((one) => String(one).toLowerCase())).size !== recipients.length)
    return 'a recipient stands twice';
  // A subject becomes a line of the mail's head.
  const isOneLine = [...String(args['subject'])].every((character) => character >= ' ' && character !== '\x7f');
  if (!isOneLine) return 'a subject is one line';
  return isText(args['message'], MAX_MAIL_CHARS) ? null : 'wrong message';
}

/** Whether a value is text with something in it, no longer than `most`. */
export function isText(value: unknown, most: number): boolean {
  return typeof value === 'string' && value.trim() !== '' && value.length <= most;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import { say } from '../../sentences.ts';

/** Takes addresses out of an answer while it streams. */
export interface LinkGuard {
  push(text: string): string;
  /** What was held back: the answer is over, or something else comes in between. */
  flush(): string;
}

/** A word of more than this is no word of any answer, and nobody waits for its end. */
const LONGEST_WORD = 2000;
/** A run of letters and digits without end is a key, a token, or text in another spelling. */
const LONGEST_RUN = 64;
const HELD_FROM = 32;
/** What could become an address, or a key, when more of the word comes. */
const SUSPECT = /[:/\\<[\]&%@=（〈：／．]|\.[\p{L}\p{N}]|^(?:sk-|pk-|eyJ|ghp_|AKIA|xox)/u;
const KEY =
  /\b(?:(?:sk|pk|rk)[-_][A-Za-z0-9_-]{16,}|eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?|ghp_\w{20,}|AKIA[A-Z0-9]{12,}|xox[a-z]-[\w-]{10,})/u;
const RUN = new RegExp(`[A-Za-z0-9+/=_-]{${LONGEST_RUN},}`, 'u');
/** With a scheme, or what a browser or a mail program takes for one. */
const ADDRESS =
  /(?:(?:https?|ftp|wss?|file|javascript|vbscript|blob|mailto|sms|tel):(?=\S)|data:(?=[a-z]+\/)|[/\\]{2,}(?=[^\s/\\]+\.|\[))\S*/iu;
/** `www.there.com`, and `there.com/path?what=it+takes+along`. */
const BARE = /\bwww\.\S+|(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*)\.)+\p{L}{2,}(?::\d+)?[/?#]\S+/iu;
/** Followed by whoever opens it, with the reader's own sign-in. */
const OWN_CALL = /(?<=^|[(<"'=])\/?(?:\/?api\/|\?cmd=)\S*/iu;
const HOST = /^(?:[a-z]+:)?[/\\]*(?:[^/\\?#\s]*@)?(?<host>[\p{L}\p{N}](?:[\p{L}\p{N}.-]*[\p{L}\p{N}])?)/iu;
const END = /[)\]>"'.,;!?]+$/u;

/**
 * Neither a link that is clicked nor a picture that loads by itself may carry what the assistant read to somebody else: of an
 * address the host is named and the rest left out, unless it is the company's own or stands in the user's own words.
 * @param hosts those that a link may lead to, with their port where it is not the usual one
 */
export function createLinkGuard(options: { readonly hosts: readonly string[]; readonly userText: string }): LinkGuard {
  let word = '';
  /** How much of the word is out already. */
  let sent = 0;

  function ended(): string {
    const whole = word;
    const out = sent;
    word = '';
    sent = 0;
    return withoutAddress(whole, out, options);
  }

  return {
    push(text) {
      let said = '';
      for (const part of text.split(/(\s+)/u)) {
        if (part === '') continue;
        if (/^\s/u.test(part)) {
          said += ended() + part;
          continue;
        }
        word += part;
        if (word.length > LONGEST_WORD) said += ended();
        else if (!SUSPECT.test(word) && word.length < HELD_FROM) {
          said += word.slice(sent);
          sent = word.length;
        }
      }
      return said;
    },
    flush: ended,
  };
}

/** What may still be said of a word of which `sent` characters are out. */
function withoutAddress(
  word: string,
  sent: number,
  options: { readonly hosts: readonly string[]; readonly userText: string },
): string {
  const plain = word.normalize('NFKC');
  const rest = word.slice(sent);
  if (RUN.test(plain) && !isAllowed(plain, options)) return `${sent > 0 ? ' ' : ''}${say('codeLeftOut')}`;
  if (KEY.test(plain)) return `${sent > 0 ? ' ' : ''}${say('codeLeftOut')}`;
  const [match] = [ADDRESS, OWN_CALL, BARE]
    .flatMap((pattern) => {
      const found = pattern.exec(plain);
      return found === null ? [] : [found];
    })
    .toSorted((one, other) => one.index - other.index);
  if (match === undefined) return rest;
  const address = match[0].replace(END, '');
  if (isAllowed(address, options)) return rest;
  const host = HOST.exec(address)?.groups?.['host']?.slice(0, 60) ?? '';
  const left = host.includes('.') ? say('linkLeftOut', { host }) : say('addressLeftOut');
  const tail = END.exec(match[0])?.[0] ?? '';
  const before = plain.slice(Math.min(sent, match.index), match.index);
  const after = plain.slice(match.index + match[0].length);
  return `${sent > match.index ? ' ' : before}${left}${tail}${after}`;
}

function isAllowed(
  address: string,
  { hosts, userText }: { readonly hosts: readonly string[]; readonly userText: string },
) {
  if (address !== '' && userText.includes(address)) return true;
  try {
    const url = new URL(address);
    const isWeb = url.protocol === 'https:' || url.protocol === 'http:';
    const isPage = !url.pathname.startsWith('/api/') && !url.searchParams.has('cmd');
    return isWeb && isPage && url.username === '' && hosts.includes(url.host);
  } catch {
    return false;
  }
}

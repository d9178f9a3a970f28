import type { ActionCard } from '@dartwing-va/contract/turn-events.ts';
import { say } from '../sentences.ts';
import type { VoiceSettings } from '../settings.ts';
import { judgeSpokenYes } from '../turn-taking/confirmation.ts';

/** What is known when somebody says yes aloud. */
export interface SpokenYes {
  readonly text: string;
  /** Cards that wait for an answer. */
  readonly cards: readonly ActionCard[];
  /** When the read-back had been played to its end, epoch ms; null when it was not heard to the end, or a card came since. */
  readonly askedAt: number | null;
  /** When the words began, epoch ms. */
  readonly startedAt: number;
  readonly levelDb: number | null;
  readonly usualDb: number | null;
  /** Our own voice, come back through the microphone. */
  readonly isOurs: boolean;
}

/**
 * Why a spoken yes must not count, as what is said instead; null when it may. Whether it is a yes at all, to which card, and
 * whether the session is good for it is decided by the turn and by the site, as for a typed one.
 */
export function refusalOf(yes: SpokenYes, settings: VoiceSettings): string | null {
  const [card] = yes.cards;
  const readBack =
    card && yes.askedAt !== null ? { cardId: card.action_id, digest: card.digest, endedAt: yes.askedAt } : null;
  const isOverLimit = yes.cards.some((one) => isOver(one, settings.confirmLimit));
  const verdict = judgeSpokenYes(
    {
      ...yes,
      isOurEcho: yes.isOurs,
      isOwnSession: true,
      readBack,
      card: card ? { id: card.action_id, digest: card.digest, isOverLimit } : null,
    },
    { windowMs: settings.yesWindowMs, withinDb: settings.yesLevelDb },
  );
  const title = withoutStop(card?.title ?? '');
  switch (verdict) {
    case 'counts':
    case 'not-a-yes':
    case 'no-card':
      return null;
    case 'on-screen':
      return say('onScreen');
    case 'not-read':
    case 'changed':
      return say('yesEarly', { facts: card ? factsOf(card) : '' });
    case 'too-late':
      return say('yesLate', { title });
    default:
      return say('yesFaint');
  }
}

/** A card's facts for the ear, from the card alone. */
export function factsOf(card: ActionCard): string {
  const lines = card.lines.map(({ label, to }) => `${label}: ${to}`);
  return `${[withoutStop(card.title), ...lines].join('. ')}.`;
}

/** A card moves more money than may be said yes to aloud. */
function isOver(card: ActionCard, limit: number): boolean {
  const amounts = [...numbersIn(card.parameters), ...card.lines.flatMap(({ label, to }) => amountOf(label, to))];
  return amounts.some((amount) => amount > limit);
}

const MONEY = /amount|total|value|price|budget|cost/iu;

function numbersIn(value: unknown, name = ''): number[] {
  if (Array.isArray(value)) return value.flatMap((one) => numbersIn(one, name));
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([key, one]) => numbersIn(one, key));
  const amount = typeof value === 'number' ? value : typeof value === 'string' ? Number(value) : Number.NaN;
  return MONEY.test(name) && Number.isFinite(amount) ? [amount] : [];
}

/** "$1,250.00" and "1.250,00 €" alike. */
function amountOf(label: string, text: string): number[] {
  if (!MONEY.test(label)) return [];
  const digits = /\d[\d.,\s]*/u.exec(text)?.[0].trim() ?? '';
  const whole = digits.replace(/[.,]\d{1,2}$/u, '').replace(/\D/gu, '');
  return whole === '' ? [] : [Number(whole)];
}

function withoutStop(text: string): string {
  return text.replace(/[.\s]+$/u, '');
}

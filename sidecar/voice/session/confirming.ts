import type { ActionCard } from '@dartwing-va/contract/turn-events.ts';
import { classifyReply } from '../../language/replies.ts';
import { say } from '../sentences.ts';
import type { VoiceSettings } from '../settings.ts';

/** What is known when somebody says yes aloud. */
export interface SpokenYes {
  readonly text: string;
  /** Cards that wait for an answer. */
  readonly cards: readonly ActionCard[];
  /** When the read-back had been played to its end, epoch ms; null when it was not heard to the end. */
  readonly askedAt: number | null;
  readonly now: number;
  /** It sounds like the person who spoke before. */
  readonly isOwnVoice: boolean;
}

/**
 * Why a spoken yes must not count, as what is said instead; null when it may. Whether it is a yes at all, to which card, and
 * whether the session is good for it is decided by the turn and by the site, as for a typed one.
 */
export function refusalOf(yes: SpokenYes, settings: VoiceSettings): string | null {
  if (classifyReply(yes.text).kind !== 'yes') return null;
  const [card] = yes.cards;
  if (!yes.isOwnVoice) return say('yesFaint');
  if (!card) return null;
  if (yes.cards.some((one) => isOver(one, settings.confirmLimit))) return say('onScreen');
  if (yes.askedAt === null) return say('yesEarly', { facts: factsOf(card) });
  return yes.now - yes.askedAt > settings.yesWindowMs ? say('yesLate', { title: withoutStop(card.title) }) : null;
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

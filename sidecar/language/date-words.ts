/** Where an utterance speaks of dates, so that the words can be cut out of the rest. */
import { type IsoDate, todayIn } from './calendar.ts';
import { type ItemPlace, placedItems } from './date-items.ts';
import type { DateContext } from './date-reading.ts';
import { dateTokens } from './date-tokens.ts';
import { normaliseText } from './normalise.ts';
import { joinTextSpans, type TextSpan } from './spans.ts';

const LEAD =
  /(?:^|[ (,])((?:(?:(?<!\b(?:is|are|was|be|were) )due|starting|beginning|ending|scheduled|happening|planned|dated|effective)(?: (?:on|from|by))?|no later than|on|by|before|from|for|in|until|till|til|since|of|as of|between|after|around|during|over|this coming) (?:the )?|the )$/u;
/** Between two words of one date: nothing else may stand there. */
const GAP = /^[\s,~]*(?:(?:the|on|of|in|at|day|date|for|please)[\s,~]*){0,2}$/u;

/** The texts read last: the readers of one utterance ask for the same places again and again. */
const recent = new Map<string, readonly TextSpan[]>();
const RECENT = 8;

/** The places of date words, with the preposition before each; in order, none overlapping. @throws RangeError for an unknown zone. */
export function findDateWords(text: string, context: Pick<DateContext, 'now' | 'timeZone'>): readonly TextSpan[] {
  const plain = normaliseText(text);
  const today = todayIn(context.now, context.timeZone);
  const key = `${today} ${plain}`;
  const known = recent.get(key);
  if (known !== undefined) return known;
  const spans = dateSpans(plain, today);
  const [oldest] = recent.keys();
  if (recent.size >= RECENT && oldest !== undefined) recent.delete(oldest);
  recent.set(key, spans);
  return spans;
}

function dateSpans(plain: string, today: IsoDate): readonly TextSpan[] {
  const places = placedItems(dateTokens(plain), today);
  const spans: TextSpan[] = [];
  let run: ItemPlace[] = [];
  const close = () => {
    const span = spanOf(run, plain);
    if (span !== null) spans.push(span);
    run = [];
  };
  for (const place of places) {
    const last = run.at(-1);
    if (place.item.is === 'other' || (last !== undefined && !GAP.test(plain.slice(last.end, place.start)))) close();
    if (place.item.is !== 'other') run.push(place);
  }
  close();
  return joinTextSpans(spans, plain.length);
}

const speaksOfDate = ({ item }: ItemPlace) => item.is === 'atom' || item.is === 'impossible';

/** From the first date of a run to its last; halves and lengths beside them belong to it, links at its ends do not. */
function spanOf(run: readonly ItemPlace[], plain: string): TextSpan | null {
  if (!run.some(speaksOfDate)) return null;
  const inner = run.filter(({ item }) => item.is !== 'link' && item.is !== 'not');
  const first = inner[0];
  const last = inner.at(-1);
  if (first === undefined || last === undefined) return null;
  const lead = LEAD.exec(plain.slice(Math.max(0, first.start - 32), first.start))?.[1]?.length ?? 0;
  return [first.start - lead, last.end];
}

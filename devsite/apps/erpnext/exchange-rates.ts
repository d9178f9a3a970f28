import type { Controller, Ctx, Row, Site } from '../../engine/types.ts';
import { day } from '../dates.ts';
import { checked, number, refuse, text, textOrNull } from '../values.ts';

/** ERPNext's rates between currencies, and the method that finds the one of a day. */
export function addExchangeRates(site: Site): void {
  site.addController('Currency Exchange', currencyExchange);
  site.addMethod('erpnext.setup.utils.get_exchange_rate', { verbs: ['GET', 'POST'] }, exchangeRate);
}

const currencyExchange: Controller = {
  autoname({ doc }) {
    const [buying, selling] = [checked(doc['for_buying']), checked(doc['for_selling'])];
    const purpose = buying === selling ? 'Selling-Buying' : buying ? 'Buying' : 'Selling';
    return [day(doc['date'], 'Date'), doc['from_currency'], doc['to_currency'], purpose].join('-');
  },
  validate({ doc }) {
    if (number(doc['exchange_rate']) <= 0) refuse('Exchange Rate must be greater than 0');
    if (doc['from_currency'] === doc['to_currency']) refuse('From Currency and To Currency cannot be same');
    if (!checked(doc['for_buying']) && !checked(doc['for_selling']))
      refuse('Currency Exchange must be applicable for Buying or for Selling.');
  },
};

/** As ERPNext 15 with rates of its own: the newest up to the day, 0 when there is none. It asks nobody's permission: a rate is no secret. */
function exchangeRate(ctx: Ctx, args: Row): unknown {
  const [from, to] = [textOrNull(args['from_currency']), textOrNull(args['to_currency'])];
  if (from === null || to === null) return null;
  if (from === to) return 1;
  const until = textOrNull(args['transaction_date']) === null ? ctx.today() : text(args['transaction_date']);
  const [newest] = ctx.getAll('Currency Exchange', {
    fields: ['exchange_rate'],
    filters: [
      ['date', '<=', day(until, 'Transaction Date')],
      ['from_currency', '=', from],
      ['to_currency', '=', to],
    ],
    orderBy: 'date desc',
    limit: 1,
  });
  return number(newest?.['exchange_rate']);
}

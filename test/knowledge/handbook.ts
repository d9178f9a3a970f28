import { type Article, articleOf } from '../../sidecar/knowledge/article.ts';

/** A handbook of a company that is not the demo's: what a ranking finds there is no matter of tuning. */
const TEXTS: readonly (readonly [title: string, category: string, html: string])[] = [
  [
    'Paid time off',
    'People policies',
    '<p>You have 25 days of paid time off each calendar year. Up to five of them move to the next year.</p><h2>Requesting</h2><p>Send your request two weeks in advance. For a single day, two days are enough.</p>',
  ],
  [
    'Being ill',
    'People policies',
    '<p>Call in before 9:30. A medical certificate is due on the fourth day of illness.</p>',
  ],
  [
    'Business trips',
    'People policies',
    '<p>The cheapest fare is booked. Business class is for flights above eight hours.</p><p>Hotels cost at most 150 EUR a night. Breakfast is paid as well. Whoever stays with friends may bring them a present for up to 20 EUR.</p>',
  ],
  [
    'Receipts and claims',
    'Money',
    '<p>Keep every receipt above 25 EUR. Claims are paid within ten days of approval.</p>',
  ],
  [
    'Parking at the office',
    'Office',
    '<p>There are 20 spaces behind the house. Book one in the calendar the day before.</p>',
  ],
  [
    'Wi-Fi for guests',
    'Office',
    '<p>Guests use the network "Visitors". The code changes every Monday and hangs at the reception.</p>',
  ],
  [
    'Setting up the VPN',
    'How-to guides',
    '<ol><li>Install the client.</li><li>Scan the code with your phone.</li><li>Restart the computer.</li></ol>',
  ],
  [
    'Releasing software',
    'How-to guides',
    '<ol><li>Merge to main.</li><li>Wait for the checks.</li><li>Tag the commit.</li></ol>',
  ],
  ['Code reviews', 'How-to guides', '<p>Two colleagues look at every change. Answer within one working day.</p>'],
  ['Dress code', 'People policies', '<p>Wear what you like, but no beach wear when customers visit.</p>'],
];

export const handbook: readonly Article[] = TEXTS.map(([title, category, html]) =>
  articleOf({ id: title.toLowerCase(), title, category, route: null, published: true, modified: '2026-01-01' }, html),
);

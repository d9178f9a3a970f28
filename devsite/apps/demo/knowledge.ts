import type { Ctx, Doc, Site } from '../../engine/types.ts';

const FOR_HR = 'HR Internal';
const HR_ROLES = ['HR Manager', 'HR User', 'System Manager'];

type Article = readonly [title: string, content: string];

const ARTICLES: Readonly<Record<string, readonly Article[]>> = {
  Policies: [
    [
      'Annual leave policy',
      'Every full-time employee gets 18 days of annual leave a year. Ask at least five working days ahead; your manager decides. Weekends and company holidays do not count.',
    ],
    [
      'Sick leave policy',
      'You have 10 days of sick leave a year. Tell your manager before 10 in the morning. From the third day on we need a note from a doctor.',
    ],
    [
      'Expense policy',
      'Hand in claims within 30 days with a receipt. Meals up to 60 USD a day and taxis are paid without asking first. Anything above 500 USD needs approval before you spend it.',
    ],
    [
      'Travel policy',
      'Book economy class and hotels up to 180 USD a night through the travel desk. Trips are approved by your manager two weeks ahead.',
    ],
    [
      'Working from home',
      'You may work from home up to three days a week. Tuesday is the day when everybody is in the office.',
    ],
    [
      'Information security policy',
      'Lock your screen, use the password manager, and never share customer data by private mail. Report a lost device within one hour.',
    ],
    ['Code of conduct', 'Treat everybody with respect. Gifts above 50 USD are declined or reported to Compliance.'],
    [
      'Equipment policy',
      'Laptops are replaced every three years. You may choose a monitor, keyboard and headset up to 600 USD.',
    ],
  ],
  Procedures: [
    [
      'How to ask for leave',
      'Open a Leave Application, choose the type and the days, and save. Your leave approver is told at once. You can also ask the assistant.',
    ],
    [
      'How to hand in an expense claim',
      'Open an Expense Claim, add a line for each receipt and attach the photos. Your approver decides within five days; it is paid with the next payroll.',
    ],
    [
      'Reporting an incident',
      'Write to security and to your manager. Say what happened, when, and which systems are affected. Do not try to fix it alone.',
    ],
    [
      'Onboarding a new colleague',
      'HR prepares login and contract; the manager prepares the first two weeks and a buddy. The laptop is ready on the first day.',
    ],
    [
      'Asking for a new tool',
      'Describe the need and the yearly cost. Engineering checks security, Finance the budget. Expect an answer within two weeks.',
    ],
  ],
  FAQ: [
    [
      'When is payday?',
      'Salaries are paid on the last working day of the month. Your slip is in the system two days before.',
    ],
    [
      'How do I change my bank account?',
      'Tell HR in writing at least ten days before payday. The change is confirmed by phone.',
    ],
    [
      'Can I carry leave over?',
      'Unused annual leave is not carried over unless your manager and HR agree in writing before the period ends.',
    ],
    [
      'Where do I find the holidays?',
      'The holiday list of your company is in the system; ask the assistant for the next holidays.',
    ],
    [
      'Who approves my requests?',
      'Leave and expenses go to the approver on your Employee record, usually your manager.',
    ],
  ],
  [FOR_HR]: [
    [
      'Salary bands',
      'Engineers: 80 000 to 120 000 USD. Managers: 120 000 to 160 000 USD. Bands are reviewed each March. For HR only.',
    ],
    [
      'Handling a grievance',
      'Listen, write it down, confirm in two days, decide in ten. Never discuss it with the colleagues concerned before. For HR only.',
    ],
  ],
};

/** What the demo company's administrator set in the Role Permissions Manager: Frappe shows articles to their editors alone. */
const READERS = [
  { role: 'Knowledge Base Editor', read: 1, write: 1, create: 1, delete: 1 },
  { role: 'Knowledge Base Contributor', read: 1, write: 1, create: 1 },
  { role: 'Employee', read: 1 },
];

/** Twenty Help Articles; two of them are for HR only. */
export function seedKnowledge(ctx: Ctx): void {
  for (const rights of READERS) {
    if (!ctx.exists('Role', rights.role)) ctx.insert({ doctype: 'Role', role_name: rights.role, desk_access: 1 });
    ctx.insert({ doctype: 'Custom DocPerm', parent: 'Help Article', ...rights });
  }
  for (const [category, articles] of Object.entries(ARTICLES)) {
    ctx.insert({ doctype: 'Help Category', category_name: category, published: 1 });
    for (const [title, content] of articles) {
      ctx.insert({
        doctype: 'Help Article',
        title,
        category,
        content: `<p>${content}</p>`,
        published: 1,
        author: 'Acme',
        level: 'Beginner',
      });
    }
  }
}

/** The demo company's own permission hook: what stands under "HR Internal" is for HR. */
export function addKnowledgeWall(site: Site): void {
  site.addController('Help Article', {
    permissionQuery(ctx, user) {
      return isHr(ctx, user) ? null : { sql: `"tabHelp Article"."category" != ?`, params: [FOR_HR] };
    },
    hasPermission: (ctx, doc: Doc, _ptype, user) => doc['category'] !== FOR_HR || isHr(ctx, user),
  });
}

function isHr(ctx: Ctx, user: string): boolean {
  return user === 'Administrator' || ctx.roles(user).some((role) => HR_ROLES.includes(role));
}

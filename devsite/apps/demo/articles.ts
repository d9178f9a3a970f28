/** One article: its title and what it says, as an editor would have typed it. */
export type Article = readonly [title: string, ...paragraphs: readonly (string | readonly string[])[]];

/** What everybody who is signed in may read. A paragraph that starts with "# " is a heading; a list is a list of steps. */
export const OPEN_ARTICLES: Readonly<Record<string, readonly Article[]>> = {
  Policies: [
    [
      'Annual leave policy',
      'Every full-time employee gets 18 days of annual leave a year. Weekends and company holidays do not count.',
      '# Asking',
      'Ask at least five working days ahead; your manager decides. For more than two weeks in a row ask a month ahead.',
      '# While you are away',
      'Set an out-of-office message and name the colleague who stands in for you.',
    ],
    [
      'Sick leave policy',
      'You have 10 days of sick leave a year. Tell your manager before 10 in the morning. From the third day on we need a note from a doctor.',
    ],
    [
      'Expense policy',
      'Hand in claims within 30 days with a receipt. Meals up to 60 USD a day and taxis are paid without asking first. Anything above 500 USD needs approval before you spend it.',
      '# What is not paid',
      'Fines, minibars and private trips are not paid. Alcohol is paid only at a dinner with customers.',
    ],
    [
      'Travel policy',
      'Book economy class and hotels up to 180 USD a night through the travel desk. Trips are approved by your manager two weeks ahead.',
      'Trains are preferred for trips of less than four hours.',
    ],
    [
      'Working from home',
      'You may work from home up to three days a week. Tuesday is the day when everybody is in the office.',
      'Working from another country needs the approval of HR, because of taxes and insurance.',
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
      [
        'Open a Leave Application, choose the type and the days, and save.',
        'Your leave approver is told at once.',
        'You get a message when it is decided.',
      ],
      'You can also ask the assistant.',
    ],
    [
      'How to hand in an expense claim',
      [
        'Open an Expense Claim and add a line for each receipt.',
        'Attach the photos.',
        'Save it; your approver decides within five days.',
      ],
      'It is paid with the next payroll.',
    ],
    [
      'Reporting an incident',
      [
        'Write to security and to your manager.',
        'Say what happened, when, and which systems are affected.',
        'Do not try to fix it alone.',
      ],
    ],
    [
      'Onboarding a new colleague',
      [
        'HR prepares login and contract.',
        'The manager prepares the first two weeks and a buddy.',
        'IT has the laptop ready on the first day.',
      ],
    ],
    [
      'Asking for a new tool',
      ['Describe the need and the yearly cost.', 'Engineering checks security, Finance the budget.'],
      'Expect an answer within two weeks.',
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
};

/** Not published: for those who keep the knowledge base, which is HR. */
export const HR_ARTICLES: readonly Article[] = [
  [
    'Salary bands',
    'Engineers: 80 000 to 120 000 USD. Managers: 120 000 to 160 000 USD. Bands are reviewed each March. For HR only.',
  ],
  [
    'Handling a grievance',
    'Listen, write it down, confirm in two days, decide in ten. Never discuss it with the colleagues concerned before. For HR only.',
  ],
];

/** One person of the demo (decisions.md, "The demo"). `boss` is a user. */
export interface Person {
  readonly user: string;
  readonly first: string;
  readonly last: string;
  readonly gender: 'Female' | 'Male' | 'Other';
  readonly title: string;
  readonly department: string;
  readonly boss: string | null;
  readonly roles: readonly string[];
  /** Sees the whole company instead of himself and his reports. */
  readonly wholeCompany?: true;
  readonly cell: string;
}

export interface DemoCompany {
  readonly name: string;
  readonly abbr: string;
  readonly currency: string;
  readonly country: string;
  /** Zone of its users. */
  readonly zone: string;
  readonly departments: readonly string[];
  readonly people: readonly Person[];
}

const WORK = ['Projects User'];

export const ACME: DemoCompany = {
  name: 'Acme',
  abbr: 'ACM',
  currency: 'USD',
  country: 'United States',
  zone: 'America/Chicago',
  departments: ['Management', 'Engineering', 'Human Resources', 'Sales', 'Finance', 'Compliance'],
  people: [
    {
      user: 'dana@acme.test',
      first: 'Dana',
      last: 'Kim',
      gender: 'Female',
      title: 'Chief Executive Officer',
      department: 'Management',
      boss: null,
      roles: ['Leave Approver', 'Expense Approver', 'Projects User'],
      cell: '+1 312 555 0100',
    },
    {
      user: 'marcus@acme.test',
      first: 'Marcus',
      last: 'Reed',
      gender: 'Male',
      title: 'Engineering Manager',
      department: 'Engineering',
      boss: 'dana@acme.test',
      roles: ['Leave Approver', 'Expense Approver', 'Projects User', 'Projects Manager'],
      cell: '+1 312 555 0101',
    },
    {
      user: 'priya@acme.test',
      first: 'Priya',
      last: 'Nair',
      gender: 'Female',
      title: 'Engineer',
      department: 'Engineering',
      boss: 'marcus@acme.test',
      roles: WORK,
      cell: '+1 312 555 0102',
    },
    {
      user: 'li@acme.test',
      first: 'Li',
      last: 'Wei',
      gender: 'Male',
      title: 'Engineer',
      department: 'Engineering',
      boss: 'marcus@acme.test',
      roles: WORK,
      cell: '+1 312 555 0103',
    },
    {
      user: 'tom@acme.test',
      first: 'Tom',
      last: 'Baker',
      gender: 'Male',
      title: 'Engineer',
      department: 'Engineering',
      boss: 'marcus@acme.test',
      roles: WORK,
      cell: '+1 312 555 0104',
    },
    {
      user: 'tom.b@acme.test',
      first: 'Tom',
      last: 'Brandt',
      gender: 'Male',
      title: 'Senior Engineer',
      department: 'Engineering',
      boss: 'marcus@acme.test',
      roles: WORK,
      cell: '+1 312 555 0105',
    },
    {
      user: 'hr@acme.test',
      first: 'Helen',
      last: 'Ortiz',
      gender: 'Female',
      title: 'HR Manager',
      department: 'Human Resources',
      boss: 'dana@acme.test',
      roles: ['HR Manager', 'HR User', 'Knowledge Base Editor'],
      wholeCompany: true,
      cell: '+1 312 555 0106',
    },
    {
      user: 'sales@acme.test',
      first: 'Sam',
      last: 'Patel',
      gender: 'Male',
      title: 'Account Executive',
      department: 'Sales',
      boss: 'dana@acme.test',
      roles: ['Sales User', 'Sales Manager'],
      cell: '+1 312 555 0107',
    },
    {
      user: 'finance@acme.test',
      first: 'Fiona',
      last: 'Walsh',
      gender: 'Female',
      title: 'Finance Analyst',
      department: 'Finance',
      boss: 'dana@acme.test',
      roles: ['Accounts User', 'Accounts Manager'],
      cell: '+1 312 555 0108',
    },
    {
      user: 'compliance@acme.test',
      first: 'Carl',
      last: 'Weber',
      gender: 'Male',
      title: 'Compliance Officer',
      department: 'Compliance',
      boss: 'dana@acme.test',
      roles: ['Compliance Officer'],
      cell: '+1 312 555 0109',
    },
  ],
};

export const GLOBEX: DemoCompany = {
  name: 'Globex',
  abbr: 'GLX',
  currency: 'EUR',
  country: 'Germany',
  zone: 'Europe/Berlin',
  departments: ['Operations', 'Human Resources'],
  people: [
    {
      user: 'gina@globex.test',
      first: 'Gina',
      last: 'Rossi',
      gender: 'Female',
      title: 'HR Manager',
      department: 'Human Resources',
      boss: null,
      roles: ['HR Manager', 'HR User', 'Leave Approver'],
      wholeCompany: true,
      cell: '+49 30 555 0201',
    },
    {
      user: 'erik@globex.test',
      first: 'Erik',
      last: 'Lund',
      gender: 'Male',
      title: 'Operations Specialist',
      department: 'Operations',
      boss: 'gina@globex.test',
      roles: WORK,
      cell: '+49 30 555 0202',
    },
  ],
};

export const COMPANIES: readonly DemoCompany[] = [ACME, GLOBEX];
/** Has given no consent yet. */
export const WITHOUT_CONSENT = 'tom@acme.test';
export const PASSWORD = 'demo';

import assert from 'node:assert/strict';
import { at, type Row } from './answer.ts';
import { Caller } from './caller.ts';
import { ABROAD, COMPANY, LEAVE, PASSWORD, type Person, type SiteOptions, SiteUnderTest, type Who } from './site.ts';

interface Plan {
  readonly roles: readonly string[];
  readonly company: string | null;
  readonly boss?: Who;
}

/** Everybody of the suite. Made once and kept: a site limits how many users may be made in an hour. */
const PLANS: Readonly<Record<Who, Plan>> = {
  bea: { roles: ['Leave Approver', 'Expense Approver', 'Projects User'], company: COMPANY },
  ada: { roles: ['Projects User'], company: COMPANY, boss: 'bea' },
  cyd: { roles: ['Projects User'], company: COMPANY, boss: 'bea' },
  dan: { roles: ['Projects User'], company: COMPANY, boss: 'ada' },
  hal: { roles: ['HR Manager', 'HR User'], company: COMPANY },
  sys: { roles: ['System Manager'], company: COMPANY },
  nob: { roles: [], company: null },
  // Her key changes all the time.
  kay: { roles: [], company: null },
  eve: { roles: ['HR Manager', 'HR User'], company: ABROAD },
};
const MANY = { daily_action_limit: 100_000, expense_limit: 1000, approval_limit: 1000 };
const POLICIES = ['operations.*', 'hr.*', 'calendar.*'].map((tool) => ({ tool, enabled: 1, session_proof: 1 }));

export const userOf = (who: Who): string => `${who}@contract.test`;

class Preparation {
  readonly #options: SiteOptions;
  readonly #admin: Caller;

  constructor(options: SiteOptions, admin: Caller) {
    this.#options = options;
    this.#admin = admin;
  }

  async #first(doctype: string, filters: readonly unknown[], fields = ['name']): Promise<Row | undefined> {
    return (await this.#admin.list(doctype, { filters, fields })).ok().rows()[0];
  }

  async #once(doctype: string, name: string, values: Row): Promise<void> {
    if ((await this.#first(doctype, [['name', '=', name]])) === undefined)
      (await this.#admin.insert(doctype, values)).ok();
  }

  async records(): Promise<void> {
    const companies = [
      [COMPANY, 'CTW', 'USD', 'United States'],
      [ABROAD, 'CTA', 'EUR', 'Germany'],
    ] as const;
    for (const [company_name, abbr, default_currency, country] of companies) {
      await this.#once('Company', company_name, { company_name, abbr, default_currency, country });
    }
    const year = Number(new Date(this.#options.clock?.() ?? Date.now()).toISOString().slice(0, 4));
    const holidays = {
      holiday_list_name: `Contract Holidays ${year}`,
      from_date: `${year - 1}-01-01`,
      to_date: `${year + 9}-12-31`,
      holidays: [{ holiday_date: `${year}-12-25`, description: 'Contract Feast' }],
    };
    await this.#once('Holiday List', holidays.holiday_list_name, holidays);
    for (const company of [COMPANY, ABROAD]) {
      (await this.#admin.update('Company', company, { default_holiday_list: holidays.holiday_list_name })).ok();
      await this.#settings(company);
    }
    if (await this.hasHrms())
      await this.#once('Leave Type', LEAVE, { leave_type_name: LEAVE, is_lwp: 1, include_holiday: 1 });
    await this.#once('Designation', 'Contract Tester', { designation_name: 'Contract Tester' });
    await this.#once('Gender', 'Other', { gender: 'Other' });
  }

  /** HRMS is optional; ERPNext is not. */
  async hasHrms(): Promise<boolean> {
    return (await this.#admin.list('Leave Type')).status === 200;
  }

  /** Limits that many runs a day do not reach, and nothing of the site's own companies. */
  async #settings(company: string): Promise<void> {
    const values = { enabled: 1, auto_provision: 1, max_actions_per_turn: 10, max_actions_per_minute: 200 };
    const terms = { terms_version: '1', tool_policies: POLICIES, sensitive_amount_limit: 0 };
    (await this.#admin.update('VA Company Settings', company, { ...values, ...terms })).ok();
    const template = await this.#first('VA Template', [['company', '=', company]]);
    assert.ok(template, `${company} has no VA Template`);
    (await this.#admin.update('VA Template', String(template['name']), MANY)).ok();
  }

  async person(who: Who, bosses: ReadonlyMap<Who, Person>): Promise<Person> {
    const { roles, company, boss } = PLANS[who];
    const user = userOf(who);
    const known = (await this.#admin.list('User', { filters: [['name', '=', user]] })).ok().rows().length > 0;
    if (!known) {
      const names = { first_name: who, last_name: 'Contract', time_zone: 'America/Chicago', language: 'en' };
      const more = { enabled: 1, send_welcome_email: 0, user_type: 'System User', new_password: PASSWORD };
      const values = { email: user, ...names, ...more, roles: roles.map((role) => ({ role })) };
      (await this.#admin.insert('User', values)).ok();
    }
    const caller = await this.key(user);
    const employee = company === null ? '' : await this.#employee(who, company, bosses.get(boss ?? who));
    if (company !== null && roles.includes('HR Manager')) await this.#wholeCompany(user, company);
    if (employee !== '') await this.#instance(user, employee);
    return { user, employee, caller };
  }

  async key(user: string): Promise<Caller> {
    const made = await this.#admin.call('frappe.core.doctype.user.user.generate_keys', { user });
    const key = (await this.#admin.read('User', user)).ok().row()['api_key'];
    const secret = at(made.ok().data, 'api_secret');
    return new Caller(this.#options.url, { authorization: `token ${String(key)}:${String(secret)}` });
  }

  async #employee(who: Who, company: string, boss: Person | undefined): Promise<string> {
    const user_id = userOf(who);
    const found = await this.#first('Employee', [['user_id', '=', user_id]], ['name', 'status']);
    if (found !== undefined) {
      const name = String(found['name']);
      // A run that was ended in the middle leaves somebody as having left.
      if (found['status'] !== 'Active') (await this.#admin.update('Employee', name, { status: 'Active' })).ok();
      return name;
    }
    const values = {
      first_name: who,
      last_name: 'Contract',
      gender: 'Other',
      date_of_birth: '1990-05-17',
      date_of_joining: '2020-01-06',
      status: 'Active',
      designation: 'Contract Tester',
      prefered_contact_email: 'User ID',
      create_user_permission: PLANS[who].roles.includes('HR Manager') ? 0 : 1,
    };
    // HRMS makes whoever is named a Leave Approver, which only she is to be.
    const approver = boss === undefined ? {} : { reports_to: boss.employee, leave_approver: userOf('bea') };
    return (await this.#admin.insert('Employee', { ...values, company, user_id, ...approver })).ok().name;
  }

  /** HR sees everybody of the own company, and of no other. */
  async #wholeCompany(user: string, company: string): Promise<void> {
    const held = await this.#first('User Permission', [
      ['user', '=', user],
      ['allow', '=', 'Company'],
    ]);
    const values = { user, allow: 'Company', for_value: company, apply_to_all_doctypes: 1 };
    if (held === undefined) (await this.#admin.insert('User Permission', values)).ok();
  }

  async #instance(user: string, employee: string): Promise<void> {
    const service = await this.service();
    (await service.caller.call('dartwing_va.api.profile', { user })).ok();
    const values = { ...MANY, status: 'Active' };
    const instance = await this.#first('VA Instance', [['employee', '=', employee]]);
    if (instance !== undefined) (await this.#admin.update('VA Instance', String(instance['name']), values)).ok();
  }

  /** The service user, with the key that the site holds for him: a new one would cut off a sidecar that runs. */
  async service(): Promise<{ readonly user: string; readonly caller: Caller }> {
    const rows = await this.#serviceUsers();
    const [user] = rows;
    assert.ok(user !== undefined && rows.length === 1, `one user has the role VA Sidecar, not ${rows.length}`);
    const key = (await this.#admin.read('User', user)).ok().row()['api_key'];
    const query = { doctype: 'User', name: user, fieldname: 'api_secret' };
    const secret = await this.#admin.ask('frappe.client.get_password', query);
    if (key === undefined || secret.status !== 200 || secret.data === undefined)
      return { user, caller: await this.key(user) };
    const authorization = `token ${String(key)}:${String(secret.data)}`;
    return { user, caller: new Caller(this.#options.url, { authorization }) };
  }

  async #serviceUsers(): Promise<string[]> {
    const params = {
      parent: 'User',
      fields: ['parent'],
      filters: [
        ['role', '=', 'VA Sidecar'],
        ['parenttype', '=', 'User'],
      ],
    };
    return (await this.#admin.list('Has Role', params))
      .ok()
      .rows()
      .map((row) => String(row['parent']));
  }
}

/** Signs in as Administrator and brings the suite's own company, people and settings onto the site, if they are not there. */
export async function prepareSite(options: SiteOptions): Promise<SiteUnderTest> {
  const guest = new Caller(options.url);
  const { user, password } = options.admin;
  const login = await guest.send('POST', '/api/method/login', { form: { usr: user, pwd: password } });
  const sid =
    login
      .ok()
      .cookies.find((line) => line.startsWith('sid='))
      ?.split(';')[0] ?? '';
  const admin = guest.with({ cookie: sid });
  const preparation = new Preparation(options, admin);
  await preparation.records();
  const people = new Map<Who, Person>();
  for (const who of ['bea', 'ada', 'cyd', 'dan', 'hal', 'sys', 'nob', 'kay', 'eve'] as const) {
    people.set(who, await preparation.person(who, people));
  }
  const service = await preparation.service();
  const zone = at((await guest.ask('frappe.client.get_time_zone')).ok().data, 'time_zone');
  return new SiteUnderTest(options, {
    admin,
    service: service.caller,
    serviceUser: service.user,
    timeZone: String(zone),
    hasHrms: await preparation.hasHrms(),
    people,
  });
}

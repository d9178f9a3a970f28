import type { Ctx } from '../../engine/types.ts';
import { addDays, daysOf, weekday } from '../dates.ts';
import { addUserPermission } from '../erpnext/controllers.ts';
import { newName } from '../va/identity.ts';
import { text } from '../values.ts';
import { COMPANIES, type DemoCompany, PASSWORD, type Person, WITHOUT_CONSENT } from './companies.ts';

/** Employee of a demo user. */
export function employeeNamed(ctx: Ctx, user: string): string {
  return text(ctx.getValue('Employee', { user_id: user }, 'name'));
}

/** Monday of the week that is `weeks` after the present one. */
export function mondayIn(ctx: Ctx, weeks: number): string {
  const today = ctx.today();
  return addDays(today, 1 - weekday(today) + weeks * 7);
}

/** Companies, departments, holidays, logins and employees. */
export function seedPeople(ctx: Ctx): void {
  for (const country of ['United States', 'Germany']) makeOnce(ctx, 'Country', country, { country_name: country });
  makeOnce(ctx, 'Currency', 'USD', { currency_name: 'USD', symbol: '$', enabled: 1 });
  makeOnce(ctx, 'Currency', 'EUR', { currency_name: 'EUR', symbol: '€', enabled: 1 });
  for (const gender of ['Female', 'Male', 'Other']) makeOnce(ctx, 'Gender', gender, { gender });
  makeOnce(ctx, 'Employment Type', 'Full-time', { employee_type_name: 'Full-time' });
  for (const company of COMPANIES) seedCompanyPeople(ctx, company);
}

function makeOnce(ctx: Ctx, doctype: string, name: string, values: Readonly<Record<string, unknown>>): void {
  if (!ctx.exists(doctype, name)) ctx.insert({ doctype, ...values });
}

function seedCompanyPeople(ctx: Ctx, company: DemoCompany): void {
  const { name, abbr, currency, country } = company;
  ctx.insert({ doctype: 'Company', company_name: name, abbr, default_currency: currency, country });
  const list = seedHolidays(ctx, company);
  ctx.setValue('Company', name, { default_holiday_list: list });
  for (const department of company.departments)
    ctx.insert({ doctype: 'Department', department_name: department, company: name });
  for (const person of company.people) seedPerson(ctx, company, person);
}

function seedPerson(ctx: Ctx, company: DemoCompany, person: Person): void {
  makeOnce(ctx, 'Designation', person.title, { designation_name: person.title });
  for (const role of person.roles) makeOnce(ctx, 'Role', role, { role_name: role, desk_access: 1 });
  ctx.insert({
    doctype: 'User',
    email: person.user,
    first_name: person.first,
    last_name: person.last,
    user_type: 'System User',
    enabled: 1,
    language: 'en',
    time_zone: company.zone,
    send_welcome_email: 0,
    new_password: PASSWORD,
    roles: person.roles.map((role) => ({ role })),
  });
  ctx.insert({
    doctype: 'Employee',
    first_name: person.first,
    last_name: person.last,
    gender: person.gender,
    date_of_birth: '1990-05-17',
    date_of_joining: addDays(ctx.today(), -1500),
    status: 'Active',
    company: company.name,
    department: `${person.department} - ${company.abbr}`,
    designation: person.title,
    reports_to: person.boss === null ? null : employeeNamed(ctx, person.boss),
    leave_approver: person.boss,
    expense_approver: person.boss,
    user_id: person.user,
    create_user_permission: person.wholeCompany === true ? 0 : 1,
    employment_type: 'Full-time',
    company_email: person.user,
    prefered_contact_email: 'Company Email',
    cell_number: person.cell,
    salary_currency: company.currency,
  });
  // HR looks after everybody of the own company, and of no other.
  if (person.wholeCompany === true) addUserPermission(ctx, person.user, 'Company', company.name);
}

/** Weekends, holidays a fixed number of weeks from now, and those of the calendar that leave the next two weeks free. */
function seedHolidays(ctx: Ctx, company: DemoCompany): string {
  const today = ctx.today();
  const year = Number(today.slice(0, 4));
  const from = `${year - 1}-01-01`;
  const to = `${year + 1}-12-31`;
  const named = new Map<string, string>([
    [addDays(mondayIn(ctx, -10), 0), 'Heritage Day'],
    [addDays(mondayIn(ctx, 3), 2), 'Company Day'],
    [addDays(mondayIn(ctx, 7), 0), "Founders' Day"],
  ]);
  for (const [date, title] of calendar(year)) {
    const isNear = date >= addDays(today, -70) && date <= addDays(today, 28);
    if (!isNear && weekday(date) <= 5 && !named.has(date)) named.set(date, title);
  }
  const rows = daysOf(from, to).flatMap((date) => {
    const title = named.get(date);
    if (title !== undefined) return [{ holiday_date: date, description: title, weekly_off: 0 }];
    return weekday(date) > 5
      ? [{ holiday_date: date, description: weekday(date) === 6 ? 'Saturday' : 'Sunday', weekly_off: 1 }]
      : [];
  });
  const list = ctx.insert({
    doctype: 'Holiday List',
    holiday_list_name: `${company.name} Holidays`,
    from_date: from,
    to_date: to,
    weekly_off: 'Sunday',
    country: company.country,
    holidays: rows,
  });
  return list.name;
}

function calendar(year: number): [string, string][] {
  return [year - 1, year, year + 1].flatMap((each): [string, string][] => [
    [`${each}-01-01`, "New Year's Day"],
    [`${each}-05-01`, 'May Day'],
    [`${each}-12-25`, 'Christmas Day'],
  ]);
}

/** Everybody has agreed to the terms and to keeping conversations, but one. */
export function seedConsents(ctx: Ctx): void {
  for (const person of COMPANIES.flatMap((company) => company.people)) {
    if (person.user === WITHOUT_CONSENT) continue;
    for (const consent_type of ['terms_of_service', 'conversation_logging']) {
      ctx.insert({
        doctype: 'VA Consent Record',
        name: newName(ctx, 'cons'),
        employee: employeeNamed(ctx, person.user),
        consent_type,
        status: 'granted',
        version: '1',
        grant_method: 'Web',
      });
    }
  }
}

/** Who may see a document, said again in our own words: the matrix must not agree with the site only because both read one file. */
export interface Reader {
  readonly user: string;
  readonly employee: string;
  readonly company: string;
  readonly roles: ReadonlySet<string>;
  /** Employees who report to him, also through others. */
  readonly below: ReadonlySet<string>;
}
type Row = Readonly<Record<string, unknown>>;
type Rule = (reader: Reader, row: Row) => boolean;

const own: Rule = ({ employee, user }, row) => row['employee'] === employee || row['owner'] === user;
const hr: Rule = ({ roles, company }, row) =>
  (roles.has('HR Manager') || roles.has('HR User')) && row['company'] === company;
const approver: Rule = ({ user }, row) => row['leave_approver'] === user || row['expense_approver'] === user;
const manager: Rule = ({ below }, row) => below.has(String(row['employee']));
const any =
  (...rules: readonly Rule[]): Rule =>
  (reader, row) =>
    rules.some((rule) => rule(reader, row));
const sameCompany: Rule = ({ company }, row) => row['company'] === company;
const compliance: Rule = ({ roles }) => roles.has('Compliance Officer') || roles.has('System Manager');

/** DocTypes with rules of their own. For all others: nothing of another company. */
export const RULES: Readonly<Record<string, Rule>> = {
  // ERPNext's User Permission on an Employee holds for those below him too: so a manager reads their payslips in Desk.
  'Salary Slip': any(own, hr, manager),
  'Leave Application': any(own, hr, approver, manager),
  'Leave Allocation': any(own, hr, manager),
  'Expense Claim': any(
    own,
    hr,
    approver,
    manager,
    ({ roles, company }, row) => roles.has('Accounts User') && row['company'] === company,
  ),
  ToDo: ({ user, roles }, row) =>
    [row['allocated_to'], row['assigned_by'], row['owner']].includes(user) || roles.has('System Manager'),
  'VA Conversation': any(own, compliance),
  'VA Conversation Turn': any(own, compliance),
  'VA Action Log': any(own, hr, compliance),
  'VA Preference': own,
  'VA Personality': own,
  'VA Consent Record': any(own, hr, compliance),
  'VA Instance': any(own, hr, compliance),
  Employee: sameCompany,
};

export function maySee(doctype: string, reader: Reader, row: Row): boolean {
  const isForeign = typeof row['company'] === 'string' && row['company'] !== '' && row['company'] !== reader.company;
  const rule = RULES[doctype];
  if (isForeign && !(rule !== undefined && compliance(reader, row))) return false;
  return rule === undefined || rule(reader, row);
}

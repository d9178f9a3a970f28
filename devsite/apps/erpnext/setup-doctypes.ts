import type { Row } from '../../engine/types.ts';
import { define } from '../define.ts';

/** ERPNext's organisation: fields of frappe-contract.md 6.1-6.3, permission rows as ERPNext 15 ships them. */
export const SETUP_DOCTYPES: readonly Row[] = [
  define(
    'Geo',
    'Currency',
    { autoname: 'field:currency_name', allow_rename: 1 },
    `currency_name | Data | *; unique
     enabled | Check | default=1
     symbol | Data
     fraction | Data
     number_format | Data | default=#,###.##`,
    `System Manager | rwcd
     Accounts Manager | r
     Accounts User | r
     Purchase User | r
     Sales User | r`,
  ),
  define(
    'Setup',
    'Currency Exchange',
    {},
    `date | Date | *; list
     from_currency | Link: Currency | *; list
     to_currency | Link: Currency | *; list
     exchange_rate | Float | *; list
     for_buying | Check | default=1
     for_selling | Check | default=1`,
    `Accounts Manager | rwcd
     Accounts User | r
     Sales User | r
     Purchase User | r`,
  ),
  define(
    'Geo',
    'Country',
    { autoname: 'field:country_name' },
    `country_name | Data | *; unique
     code | Data
     date_format | Data`,
    `System Manager | rwc
     All | r`,
  ),
  define(
    'Contacts',
    'Gender',
    { autoname: 'field:gender' },
    'gender | Data | *; unique',
    `System Manager | rwcd
     All | r`,
  ),
  define(
    'Setup',
    'Employment Type',
    { autoname: 'field:employee_type_name' },
    'employee_type_name | Data | *; unique',
    'HR Manager | rwcd',
  ),
  define(
    'Setup',
    'Company',
    { autoname: 'field:company_name', is_tree: 1, nsm_parent_field: 'parent_company', allow_rename: 1 },
    `company_name | Data | *; unique; list
     abbr | Data | *; once
     default_currency | Link: Currency | *; iup
     country | Link: Country | *
     is_group | Check
     parent_company | Link: Company | iup
     default_holiday_list | Link: Holiday List | iup
     tax_id | Data
     email | Data: Email
     phone_no | Data: Phone
     website | Data
     cost_center | Link: Cost Center | iup
     default_expense_account | Link: Account | iup
     default_expense_claim_payable_account | Link: Account | iup
     default_payroll_payable_account | Link: Account | iup`,
    `System Manager | rwcd
     Accounts User | r
     Employee | r
     Sales User | r
     Projects User | r
     Accounts Manager | rwcd`,
  ),
  define(
    'Setup',
    'Department',
    { is_tree: 1, nsm_parent_field: 'parent_department', title_field: 'department_name', allow_rename: 1 },
    `department_name | Data | *; list
     parent_department | Link: Department | iup
     company | Link: Company | *; list
     is_group | Check
     disabled | Check
     leave_approvers | Table: Department Approver
     expense_approvers | Table: Department Approver
     payroll_cost_center | Link: Cost Center`,
    `HR User | rwcd
     HR Manager | rwcd
     Employee | l`,
  ),
  define(
    'Setup',
    'Designation',
    { autoname: 'field:designation_name', allow_rename: 1 },
    `designation_name | Data | *; unique
     description | Text`,
    `HR User | rwcd
     Sales User | r`,
  ),
  define(
    'Setup',
    'Holiday List',
    { autoname: 'field:holiday_list_name', allow_rename: 1 },
    `holiday_list_name | Data | *; unique
     from_date | Date | *
     to_date | Date | *
     total_holidays | Int | ro
     weekly_off | Select: , Sunday, Monday, Tuesday, Wednesday, Thursday, Friday, Saturday
     holidays | Table: Holiday
     country | Data
     color | Color`,
    'HR Manager | rwcd',
  ),
  define(
    'Setup',
    'Holiday',
    { istable: 1 },
    `holiday_date | Date | *; list
     description | Text Editor | *; list
     weekly_off | Check`,
  ),
  define(
    'Setup',
    'Employee',
    {
      autoname: 'naming_series:',
      is_tree: 1,
      nsm_parent_field: 'reports_to',
      title_field: 'employee_name',
      search_fields: 'employee_name',
      track_changes: 1,
      allow_rename: 1,
    },
    `naming_series | Select: HR-EMP- | default=HR-EMP-; once
     first_name | Data | *
     middle_name | Data
     last_name | Data
     employee_name | Data | ro; list
     gender | Link: Gender | *
     date_of_birth | Date | *
     date_of_joining | Date | *
     status | Select: Active, Inactive, Suspended, Left | *; default=Active; list
     company | Link: Company | *
     department | Link: Department
     designation | Link: Designation
     reports_to | Link: Employee | iup
     user_id | Link: User | label=User ID
     create_user_permission | Check | default=1
     employee_number | Data
     holiday_list | Link: Holiday List | iup
     leave_approver | Link: User | iup
     expense_approver | Link: User | iup
     shift_request_approver | Link: User | iup
     employment_type | Link: Employment Type | iup
     payroll_cost_center | Link: Cost Center | iup
     cell_number | Data: Phone
     personal_email | Data: Email
     company_email | Data: Email
     prefered_contact_email | Select: , Company Email, Personal Email, User ID
     prefered_email | Data: Email | ro
     relieving_date | Date
     contract_end_date | Date
     date_of_retirement | Date
     salary_mode | Select: , Bank, Cash, Cheque
     bank_name | Data
     bank_ac_no | Data
     iban | Data
     salary_currency | Link: Currency
     ctc | Currency
     marital_status | Select: , Single, Married, Divorced, Widowed
     image | Attach Image | hidden`,
    `Employee | r
     HR User | rwcd
     HR Manager | rwcd`,
  ),
];

import type { Row } from '../../engine/types.ts';
import { define } from '../define.ts';

/** ERPNext's projects, customers, deals and budgets: fields of frappe-contract.md 6.8, 6.11, 6.12. */
export const WORK_DOCTYPES: readonly Row[] = [
  define(
    'Projects',
    'Project',
    { autoname: 'naming_series:', title_field: 'project_name', allow_rename: 1 },
    `naming_series | Select: PROJ-.#### | default=PROJ-.####
     project_name | Data | *; unique; list
     status | Select: Open, Completed, Cancelled | default=Open; list
     company | Link: Company | *
     is_active | Select: Yes, No | default=Yes
     priority | Select: Medium, Low, High | default=Medium
     percent_complete_method | Select: Manual, Task Completion, Task Progress, Task Weight | default=Task Completion
     percent_complete | Percent | ro
     expected_start_date | Date
     expected_end_date | Date
     customer | Link: Customer
     department | Link: Department
     users | Table: Project User
     estimated_costing | Currency
     total_costing_amount | Currency | ro
     notes | Text Editor`,
    `Projects User | rwcd
     Projects Manager | rwcd
     Employee | l`,
  ),
  define(
    'Projects',
    'Project User',
    { istable: 1 },
    `user | Link: User | *; iup
     view_attachments | Check
     hide_timesheets | Check`,
  ),
  define(
    'Projects',
    'Task',
    {
      autoname: 'TASK-.YYYY.-.#####',
      is_tree: 1,
      nsm_parent_field: 'parent_task',
      title_field: 'subject',
      track_changes: 1,
    },
    `subject | Data | *; list
     project | Link: Project
     status | Select: Open, Working, Pending Review, Overdue, Template, Completed, Cancelled | default=Open; list
     priority | Select: Low, Medium, High, Urgent | default=Low
     exp_start_date | Date
     exp_end_date | Date
     expected_time | Float
     actual_time | Float | ro
     progress | Percent
     description | Text Editor
     parent_task | Link: Task | iup
     is_group | Check
     depends_on | Table: Task Depends On
     completed_by | Link: User
     completed_on | Date
     department | Link: Department
     company | Link: Company
     is_milestone | Check`,
    'Projects User | rwcd',
  ),
  define('Projects', 'Task Depends On', { istable: 1 }, 'task | Link: Task'),
  define(
    'Accounts',
    'Fiscal Year',
    { autoname: 'field:year' },
    `year | Data | *; unique
     year_start_date | Date | *
     year_end_date | Date | *
     disabled | Check`,
    `System Manager | rwcd
     Accounts User | r
     Accounts Manager | r
     Employee | r`,
  ),
  define(
    'Accounts',
    'Account',
    { autoname: 'format:{account_name}', title_field: 'account_name' },
    `account_name | Data | *
     company | Link: Company | *
     root_type | Select: , Asset, Liability, Income, Expense, Equity
     account_type | Data
     account_currency | Link: Currency
     is_group | Check`,
    `Accounts User | rwcd
     Accounts Manager | rwcd
     Auditor | r
     Sales User | r`,
  ),
  define(
    'Accounts',
    'Cost Center',
    { autoname: 'format:{cost_center_name}', title_field: 'cost_center_name' },
    `cost_center_name | Data | *
     parent_cost_center | Link: Cost Center | iup
     company | Link: Company | *
     is_group | Check
     disabled | Check`,
    `Accounts Manager | rwcd
     Accounts User | r
     Auditor | r
     Employee | l`,
  ),
  define(
    'Accounts',
    'Budget',
    { autoname: 'naming_series:', is_submittable: 1 },
    `naming_series | Select: BUDGET-.YYYY.- | default=BUDGET-.YYYY.-
     budget_against | Select: , Cost Center, Project | *; default=Cost Center
     company | Link: Company | *
     cost_center | Link: Cost Center
     project | Link: Project
     fiscal_year | Link: Fiscal Year | *
     applicable_on_booking_actual_expenses | Check | default=1
     action_if_annual_budget_exceeded | Select: , Stop, Warn, Ignore | default=Stop
     accounts | Table: Budget Account | *
     amended_from | Link: Budget`,
    'Accounts Manager | rwcdsxa',
  ),
  define(
    'Accounts',
    'Budget Account',
    { istable: 1 },
    `account | Link: Account | *; list
     budget_amount | Currency | *; list`,
  ),
  define(
    'Accounts',
    'GL Entry',
    { autoname: 'ACC-GLE-.YYYY.-.#####', is_submittable: 1 },
    `posting_date | Date
     account | Link: Account
     cost_center | Link: Cost Center
     company | Link: Company
     fiscal_year | Link: Fiscal Year
     party_type | Link: DocType
     party | Dynamic Link: party_type
     debit | Currency
     credit | Currency
     voucher_type | Link: DocType
     voucher_no | Dynamic Link: voucher_type
     project | Link: Project
     remarks | Text
     is_cancelled | Check`,
    `Accounts User | r
     Accounts Manager | r
     Auditor | r`,
  ),
];

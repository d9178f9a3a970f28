import type { Row } from '../../engine/types.ts';
import { define } from '../define.ts';

const EMPLOYEE_FIELDS = `employee | Link: Employee | *; list
     employee_name | Data | ro; fetch=employee.employee_name
     department | Link: Department | ro; fetch=employee.department`;

/** HRMS's leave, expense and pay documents: fields of frappe-contract.md 6.4-6.7, permission rows as HRMS 15 ships them. */
export const HRMS_DOCTYPES: readonly Row[] = [
  define('HR', 'Department Approver', { istable: 1, autoname: 'hash' }, 'approver | Link: User | *; iup; list'),
  define(
    'HR',
    'Leave Type',
    { autoname: 'field:leave_type_name', allow_rename: 1, track_changes: 1 },
    `leave_type_name | Data | *; unique; list
     max_leaves_allowed | Float
     applicable_after | Int
     max_continuous_days_allowed | Int
     is_carry_forward | Check
     is_lwp | Check
     is_ppl | Check
     is_optional_leave | Check
     allow_negative | Check
     allow_over_allocation | Check
     include_holiday | Check
     is_compensatory | Check
     allow_encashment | Check
     is_earned_leave | Check
     expire_carry_forwarded_leaves_after_days | Int
     maximum_carry_forwarded_leaves | Float`,
    `HR User | rwcd
     HR Manager | rwcd
     Employee | r`,
  ),
  define(
    'HR',
    'Leave Allocation',
    { autoname: 'naming_series:', is_submittable: 1, title_field: 'employee_name', track_changes: 1 },
    `naming_series | Select: HR-LAL-.YYYY.- | default=HR-LAL-.YYYY.-; once
     ${EMPLOYEE_FIELDS}
     company | Link: Company | *; ro; fetch=employee.company
     leave_type | Link: Leave Type | *; list
     from_date | Date | *
     to_date | Date | *
     new_leaves_allocated | Float | aos
     carry_forward | Check
     unused_leaves | Float | ro
     total_leaves_allocated | Float | *; ro; aos
     total_leaves_encashed | Float | ro
     expired | Check | ro
     description | Small Text
     amended_from | Link: Leave Allocation | ro`,
    `HR User | rwcdsxa
     HR Manager | rwcdsxa`,
  ),
  define(
    'HR',
    'Leave Application',
    {
      autoname: 'naming_series:',
      is_submittable: 1,
      title_field: 'employee_name',
      search_fields: 'employee,employee_name,leave_type,from_date,to_date,total_leave_days',
    },
    `naming_series | Select: HR-LAP-.YYYY.- | *; default=HR-LAP-.YYYY.-; once
     ${EMPLOYEE_FIELDS}
     company | Link: Company | *; ro; fetch=employee.company
     leave_type | Link: Leave Type | *; list; iup
     from_date | Date | *; list
     to_date | Date | *; list
     half_day | Check | default=0
     half_day_date | Date
     total_leave_days | Float | ro
     leave_balance | Float | ro
     description | Small Text | label=Reason
     leave_approver | Link: User | iup
     leave_approver_name | Data | ro
     status | Select: Open, Approved, Rejected, Cancelled | *; L1; default=Open; list
     posting_date | Date | *; default=Today
     follow_via_email | Check | default=1
     salary_slip | Link: Salary Slip | ro
     letter_head | Data
     color | Color
     amended_from | Link: Leave Application | ro`,
    `Employee | rwc
     HR Manager | rwcdsxa
     HR User | rwcdsxa
     Leave Approver | rwdsxa
     All/1 | r
     Leave Approver/1 | rw
     HR User/1 | rw
     HR Manager/1 | rw`,
  ),
  define(
    'HR',
    'Leave Ledger Entry',
    { is_submittable: 1, title_field: 'employee' },
    `employee | Link: Employee
     employee_name | Data | fetch=employee.employee_name
     leave_type | Link: Leave Type
     company | Link: Company | ro; fetch=employee.company
     transaction_type | Link: DocType
     transaction_name | Dynamic Link: transaction_type
     leaves | Float
     from_date | Date
     to_date | Date
     holiday_list | Link: Holiday List
     is_carry_forward | Check
     is_expired | Check
     is_lwp | Check
     amended_from | Link: Leave Ledger Entry | ro`,
    `System Manager | rwcds
     HR Manager | rwcdsx
     HR User | rwcds
     All? | rwcds`,
  ),
  define(
    'HR',
    'Expense Claim',
    {
      autoname: 'naming_series:',
      is_submittable: 1,
      title_field: 'employee_name',
      search_fields: 'employee,employee_name',
    },
    `naming_series | Select: HR-EXP-.YYYY.- | *; default=HR-EXP-.YYYY.-; once
     ${EMPLOYEE_FIELDS}
     company | Link: Company | *; fetch?=employee.company
     expense_approver | Link: User | iup
     approval_status | Select: Draft, Approved, Rejected | L1; default=Draft
     status | Select: Draft, Paid, Unpaid, Rejected, Submitted, Cancelled | ro; default=Draft; list
     posting_date | Date | *; default=Today
     expenses | Table: Expense Claim Detail | *
     total_claimed_amount | Currency | ro; list
     total_sanctioned_amount | Currency | ro
     total_taxes_and_charges | Currency | ro
     total_advance_amount | Currency | ro
     grand_total | Currency | ro
     total_amount_reimbursed | Currency | ro
     is_paid | Check
     mode_of_payment | Data
     payable_account | Link: Account | iup; fetch=company.default_expense_claim_payable_account
     cost_center | Link: Cost Center | fetch=company.cost_center
     project | Link: Project
     task | Link: Task
     remark | Small Text
     workflow_state | Link: Workflow State | hidden
     amended_from | Link: Expense Claim | ro`,
    `HR Manager | rwcdsxa
     Employee | rwc
     Expense Approver | rwcdsxa
     HR User | rwcdsxa
     HR Manager/1 | rw
     HR User/1 | rw
     Expense Approver/1 | rw
     All/1 | r`,
  ),
  define(
    'HR',
    'Expense Claim Detail',
    { istable: 1 },
    `expense_date | Date | default=Today; list
     expense_type | Link: Expense Claim Type | *; list
     description | Text Editor
     amount | Currency | *; list
     sanctioned_amount | Currency
     default_account | Link: Account | ro
     cost_center | Link: Cost Center
     project | Link: Project`,
  ),
  define(
    'HR',
    'Expense Claim Type',
    { autoname: 'field:expense_type', allow_rename: 1 },
    `expense_type | Data | *; unique
     description | Small Text
     accounts | Table: Expense Claim Account`,
    `HR Manager | rwc
     Employee | r`,
  ),
  define(
    'HR',
    'Expense Claim Account',
    { istable: 1 },
    `company | Link: Company | *
     default_account | Link: Account`,
  ),
  define(
    'Payroll',
    'Salary Slip',
    { is_submittable: 1, title_field: 'employee_name', search_fields: 'employee_name' },
    `${EMPLOYEE_FIELDS.replace('employee_name | Data |', 'employee_name | Data | *;')}
     designation | Link: Designation | ro; fetch=employee.designation
     company | Link: Company | *
     posting_date | Date | *; default=Today
     start_date | Date
     end_date | Date
     salary_structure | Data | *
     payroll_frequency | Select: , Monthly, Fortnightly, Bimonthly, Weekly, Daily
     currency | Link: Currency | *
     exchange_rate | Float | *; default=1
     status | Select: Draft, Submitted, Cancelled, Withheld | ro; default=Draft
     total_working_days | Float | *
     payment_days | Float | *
     leave_without_pay | Float
     absent_days | Float
     earnings | Table: Salary Detail
     deductions | Table: Salary Detail
     gross_pay | Currency | ro
     total_deduction | Currency | ro
     net_pay | Currency | ro; list
     rounded_total | Currency | ro
     year_to_date | Currency | ro
     month_to_date | Currency | ro
     amended_from | Link: Salary Slip | ro`,
    `HR User | rwcs
     HR Manager | rwcdsxa
     Employee | r`,
  ),
  define(
    'Payroll',
    'Salary Detail',
    { istable: 1 },
    `salary_component | Link: Salary Component | *; list
     abbr | Data
     amount | Currency | list
     year_to_date | Currency`,
  ),
  define(
    'Payroll',
    'Salary Component',
    { autoname: 'field:salary_component', allow_rename: 1 },
    `salary_component | Data | *; unique
     salary_component_abbr | Data | *
     type | Select: Earning, Deduction | *
     description | Small Text
     accounts | Table: Salary Component Account`,
    `HR User | rwcd
     Employee | r`,
  ),
  define(
    'Payroll',
    'Salary Component Account',
    { istable: 1 },
    `company | Link: Company
     account | Link: Account`,
  ),
];

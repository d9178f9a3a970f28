/**
 * Reading tools in whose answers nothing is planted, and why. Those that write answer with their card, whose texts of documents come
 * from the same fields as those of the reads; what agents of the company answer is planted by a test of its own.
 */
export const NO_PLACE: Readonly<Record<string, string>> = {
  check_leave_balance: 'figures, names of leave types (HR sets them up) and of Employees (planted by the directory)',
  get_benefits_info: 'names of insurers and payroll components, and a policy number: HR and payroll alone write them',
  get_payroll_info: 'figures and names of payroll components: payroll alone writes them',
};

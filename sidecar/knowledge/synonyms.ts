import { stemOf } from '../search/terms.ts';

/** Words that people in an office use for one another. Each line is one meaning; a word may stand in several. */
const LINES = `
vacation holiday leave pto timeoff
sick ill illness sickness unwell
pay paid payday salary salaries wage payroll paycheck paycheque payslip
expense reimbursement reimburse claim
receipt bill invoice
trip travel journey
hotel accommodation lodging
plane flight fly airline
train rail
remote home telework telecommute wfh homeoffice
laptop computer notebook pc macbook device
screen monitor display
equipment hardware gear device
gift present
boss manager supervisor superior
colleague coworker teammate peer
hire onboard onboarding newcomer starter joiner
incident breach hack attack outage
lost lose stolen steal
password credential login
secure security
tool software app application program subscription licence license
approve approval approver permission sign
note certificate attest
doctor physician medical certificate
carry rollover transfer move
bank account iban
complaint grievance
forbid forbidden prohibited
meal food lunch dinner
drink alcohol wine beer
cab taxi uber
abroad country foreign
respect harassment bullying behave behaviour behavior conduct
request ask apply application
submit hand file
change update edit
absent absence away`;

const groups: ReadonlyMap<string, ReadonlySet<string>> = (() => {
  const found = new Map<string, Set<string>>();
  for (const line of LINES.trim().split('\n')) {
    const stems = line.split(' ').map(stemOf);
    for (const stem of stems) {
      const known = found.get(stem) ?? new Set<string>();
      for (const other of stems) if (other !== stem) known.add(other);
      found.set(stem, known);
    }
  }
  return found;
})();

/** Stems that may stand for this one. */
export function synonymsOf(stem: string): ReadonlySet<string> {
  return groups.get(stem) ?? new Set();
}

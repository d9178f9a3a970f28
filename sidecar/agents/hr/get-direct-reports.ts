import { readReports } from '../find-person.ts';
import { colleagueTool } from './colleague-tool.ts';
import { colleague } from './search-employee-directory.ts';

export const getDirectReports = colleagueTool(
  {
    name: 'get_direct_reports',
    label: 'Looking up the team',
    description: 'Lists who reports to the user, or to a colleague of the same company.',
  },
  async (person, { reads }) => ({
    people: (await readReports(reads, person.employee)).map((report) => colleague(report)),
  }),
);

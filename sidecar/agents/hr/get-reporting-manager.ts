import { readDirectory } from '../find-person.ts';
import { colleagueTool } from './colleague-tool.ts';
import { colleague } from './search-employee-directory.ts';

export const getReportingManager = colleagueTool(
  {
    name: 'get_reporting_manager',
    label: 'Looking up the manager',
    description: 'Says whom the user, or a colleague of the same company, reports to.',
  },
  async (person, { reads }) => {
    const [manager] = person.reports_to ? await readDirectory(reads, person.reports_to) : [];
    // A manager of another company is not told of.
    return { manager: manager === undefined ? null : colleague(manager) };
  },
);

import type { Site } from '../engine/types.ts';
import { addDocTypes } from './define.ts';
import { addErpnextControllers } from './erpnext/controllers.ts';
import { addCrmControllers } from './erpnext/crm-controllers.ts';
import { CRM_DOCTYPES } from './erpnext/crm-doctypes.ts';
import { SETUP_DOCTYPES } from './erpnext/setup-doctypes.ts';
import { WORK_DOCTYPES } from './erpnext/work-doctypes.ts';
import { addHrmsControllers } from './hrms/controllers.ts';
import { HRMS_DOCTYPES } from './hrms/doctypes.ts';
import { registerVa } from './va/register.ts';
import { WIKI_DOCTYPES } from './wiki/doctypes.ts';

/** Registers everything beside the framework, in order of dependence: ERPNext, HRMS, the wiki's pages and Dartwing VA. */
export function registerApps(site: Site): void {
  addDocTypes(site, [...SETUP_DOCTYPES, ...WORK_DOCTYPES, ...CRM_DOCTYPES, ...HRMS_DOCTYPES, ...WIKI_DOCTYPES]);
  addErpnextControllers(site);
  addCrmControllers(site);
  addHrmsControllers(site);
  registerVa(site);
}

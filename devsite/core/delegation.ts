/** Each of these makes Frappe do something else than the path says. */
export const FORBIDDEN_PARAMETERS: readonly string[] = ['cmd', 'run_method', 'sid', 'usr', 'data', 'doctype'];

/**
 * Never readable through the assistant, whatever the employee may read: secrets, sessions, other people's traffic, and
 * what would let a poisoned document steer a tool to them. A System Manager could read most of these himself.
 */
export const DENIED_DOCTYPES: readonly string[] = [
  'Access Log',
  'Activity Log',
  'Client Script',
  'Connected App',
  'Console Log',
  'Data Export',
  'Data Import',
  'Deleted Document',
  'Dropbox Settings',
  'Email Account',
  'Email Queue',
  'Email Queue Recipient',
  'Error Log',
  'Error Snapshot',
  'Google Calendar',
  'Google Contacts',
  'Google Drive',
  'Google Settings',
  'Integration Request',
  'LDAP Settings',
  'OAuth Authorization Code',
  'OAuth Bearer Token',
  'OAuth Client',
  'Personal Data Download Request',
  'Prepared Report',
  'Route History',
  'S3 Backup Settings',
  'SMS Settings',
  'Scheduled Job Log',
  'Server Script',
  'Session Default Settings',
  'Sessions',
  'Social Login Key',
  'Submission Queue',
  'System Console',
  'System Settings',
  'Token Cache',
  'User',
  'User Social Login',
  'VA Audit Head',
  'VA Session',
  'Version',
  'View Log',
  'Webhook',
  'Webhook Request Log',
];
const DENIED = new Set(DENIED_DOCTYPES.map(fold));

/** What the hook saw. `segments` = the decoded path without its leading slash, split at slashes. */
export interface DelegatedRequest {
  readonly verb: string;
  readonly segments: readonly string[];
  readonly queryKeys: readonly string[];
  readonly hasBody: boolean;
  readonly hasCookie: boolean;
}

export type DelegationAnswer =
  | { readonly allowed: true; readonly kind: 'resource'; readonly doctype: string; readonly name?: string }
  | { readonly allowed: true; readonly kind: 'method'; readonly method: string }
  | {
      readonly allowed: false;
      readonly reason: 'verb' | 'body' | 'cookie' | 'parameter' | 'path' | 'doctype' | 'method';
    };

/** A name as MariaDB compares it: without case, accents and surrounding white space. */
export function fold(name: string): string {
  return name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trim();
}

/** True for a DocType that no delegation may read, however it is spelt. */
export function isDenied(doctype: string): boolean {
  return DENIED.has(fold(doctype));
}

/**
 * True for a method that no delegation may call, whoever lists it: the framework's own reach every DocType, HRMS's leave
 * methods ask nobody's permission, and ours have their own callers.
 */
export function isDeniedMethod(name: string): boolean {
  if (name.startsWith('dartwing_va.reads.')) return false;
  return /^(?:frappe|dartwing_va)(?:\.|$)|^hrms\.hr\.doctype\.leave_application\./.test(name);
}

/** The methods of a list of one a line, without blanks, doubles and what is denied. */
export function listedMethods(text: unknown): readonly string[] {
  const lines = typeof text === 'string' ? text.split(/[\r\n]+/).map((line) => line.trim()) : [];
  return [...new Set(lines)].filter((line) => line !== '' && !isDeniedMethod(line));
}

/**
 * Whether a delegation may make this request: `dts` are the token's DocTypes, `methods` reachable by every one; what the
 * token names beside them (`named`) is reachable when it is also `listed` by the company.
 */
export function checkRequest(
  request: DelegatedRequest,
  dts: readonly string[],
  methods: readonly string[],
  named: readonly string[] = [],
  listed: readonly string[] = [],
): DelegationAnswer {
  if (request.verb !== 'GET') return { allowed: false, reason: 'verb' };
  if (request.hasBody) return { allowed: false, reason: 'body' };
  if (request.hasCookie) return { allowed: false, reason: 'cookie' };
  if (request.queryKeys.some((key) => FORBIDDEN_PARAMETERS.includes(key)))
    return { allowed: false, reason: 'parameter' };
  const [root, kind, target = '', ...rest] = request.segments;
  if (
    root !== 'api' ||
    request.segments.length < 3 ||
    request.segments.some((part) => ['', '.', '..'].includes(part))
  ) {
    return { allowed: false, reason: 'path' };
  }
  if (kind === 'method') {
    // Frappe looks at the first segment after /api/method/ only, so a longer path would be a disguise.
    if (rest.length > 0) return { allowed: false, reason: 'path' };
    const isNamed = named.includes(target) && listed.includes(target) && !isDeniedMethod(target);
    return methods.includes(target) || isNamed
      ? { allowed: true, kind, method: target }
      : { allowed: false, reason: 'method' };
  }
  if (kind !== 'resource') return { allowed: false, reason: 'path' };
  if (!dts.includes(target) || isDenied(target)) return { allowed: false, reason: 'doctype' };
  // A name may hold slashes (Salary Slip); every further segment belongs to it in Frappe's own routes.
  return rest.length === 0
    ? { allowed: true, kind, doctype: target }
    : { allowed: true, kind, doctype: target, name: rest.join('/') };
}

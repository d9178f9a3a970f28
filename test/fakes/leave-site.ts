import type { EmployeeReads, Tool, ToolContext, ToolOutcome } from '../../sidecar/actions/tool.ts';
import { toolType } from '../../sidecar/agents/registry.ts';
import { VaError } from '../../sidecar/lib/va-error.ts';
import { NO_PERSONALITY, type Person } from '../../sidecar/people/person.ts';

/** Numbers of a leave type as HRMS gives them. */
export function numbers(allocated: number, taken: number, pending = 0, expired = 0) {
  return {
    total_leaves: allocated,
    expired_leaves: expired,
    leaves_taken: taken,
    leaves_pending_approval: pending,
    remaining_leaves: allocated - taken - expired,
  };
}

export function priya(more: Partial<Person> = {}): Person {
  return {
    user: 'priya@acme.test',
    fullName: 'Priya Nair',
    epoch: 1,
    roles: ['Employee'],
    outOfSight: [],
    language: 'en',
    timeZone: 'America/Chicago',
    siteTimeZone: 'America/Chicago',
    dateFormat: 'mm-dd-yyyy',
    employee: {
      id: 'HR-EMP-00001',
      name: 'Priya Nair',
      department: 'Engineering - A',
      designation: 'Engineer',
      reportsTo: 'HR-EMP-00002',
      reportsToUser: 'marcus@acme.test',
      holidayList: 'Acme 2026',
    },
    company: { name: 'Acme', currency: 'USD', country: 'United States' },
    instance: {
      name: 'VA-00001',
      vaName: 'Ada',
      template: null,
      subAgents: ['hr'],
      expenseLimit: null,
      approvalLimit: null,
      dailyActionLimit: 200,
      monthlyVoiceMinutes: null,
      defaultPrivacyMode: null,
      voice: { id: null, speed: 1, offered: [] },
    },
    settings: {
      confirmationExpiryMs: 900_000,
      termsVersion: '1',
      termsText: '',
      maxActionsPerTurn: 10,
      maxActionsPerMinute: 30,
      allowedPrivacyModes: ['normal'],
      approvableDoctypes: ['Leave Application', 'Expense Claim'],
    },
    noConfirmTools: [],
    personality: NO_PERSONALITY,
    consents: {},
    ...more,
  };
}

interface Application {
  readonly name: string;
  readonly employee: string;
  readonly leave_type: string;
  readonly from_date: string;
  readonly to_date: string;
  readonly status: string;
  readonly [field: string]: unknown;
}

export interface LeaveSite {
  readonly reads: EmployeeReads;
  /** Every read, in order: what it was and with what. */
  readonly asked: { readonly what: string; readonly args: Readonly<Record<string, unknown>> }[];
  readonly applications: Application[];
  readonly holidays: { date: string; description: string; weekly_off: number }[];
  allocation: Record<string, ReturnType<typeof numbers>>;
  lwps: string[];
  approver: string | null;
  /** Employees whose figures may be seen beside one's own. */
  readonly visible: Set<string>;
}

const PEOPLE = [
  { employee: 'HR-EMP-00001', employee_name: 'Priya Nair' },
  { employee: 'HR-EMP-00002', employee_name: 'Marcus Reed' },
  { employee: 'HR-EMP-00005', employee_name: 'Li Chen' },
  { employee: 'HR-EMP-00006', employee_name: 'Tom Baker' },
  { employee: 'HR-EMP-00007', employee_name: 'Tom Brandt' },
];

/** The leave reads of one employee over a small company, in the shapes of docs/site-api.md; weekends are weekly offs. */
export function leaveSite(own = 'HR-EMP-00001'): LeaveSite {
  const notFound = () => new VaError('NOT_FOUND', { message: 'Not found' });
  const site: LeaveSite = {
    asked: [],
    applications: [],
    holidays: [],
    allocation: { 'Annual Leave': numbers(18, 4), 'Sick Leave': numbers(10, 0) },
    lwps: ['Leave Without Pay'],
    approver: 'marcus@acme.test',
    visible: new Set(),
    reads: {
      async method<T>(method: string, args: Readonly<Record<string, unknown>>): Promise<T> {
        site.asked.push({ what: method, args });
        return answer(site, own, method.replace('dartwing_va.reads.', ''), args, notFound) as T;
      },
      async list<T>(doctype: string, request: { readonly filters?: readonly (readonly unknown[])[] }): Promise<T[]> {
        site.asked.push({ what: doctype, args: { filters: request.filters } });
        const fits = (row: Application) =>
          (request.filters ?? []).every(([field, op, value]) => {
            const held = String(row[String(field)]);
            if (op === '=') return held === value;
            return op === '>=' ? held >= String(value) : held <= String(value);
          });
        return site.applications.filter(fits).sort((a, b) => b.from_date.localeCompare(a.from_date)) as unknown as T[];
      },
      async get<T>(doctype: string, name: string): Promise<T> {
        site.asked.push({ what: doctype, args: { name } });
        const found = site.applications.find((row) => row.name === name);
        if (found === undefined) throw notFound();
        return found as unknown as T;
      },
    },
  };
  return site;
}

function answer(
  site: LeaveSite,
  own: string,
  method: string,
  args: Readonly<Record<string, unknown>>,
  notFound: () => Error,
): unknown {
  if (method === 'directory') {
    const query = String(args['query']).toLowerCase();
    return { people: PEOPLE.filter((person) => person.employee_name.toLowerCase().includes(query)) };
  }
  if (method === 'leave_details') {
    const employee = String(args['employee'] ?? own);
    if (employee !== own && !site.visible.has(employee)) throw notFound();
    return {
      employee,
      employee_name: PEOPLE.find((person) => person.employee === employee)?.employee_name ?? employee,
      date: args['date'],
      leave_allocation: site.allocation,
      leave_approver: site.approver,
      leave_approver_name: site.approver === null ? null : 'Marcus Reed',
      lwps: site.lwps,
    };
  }
  if (method === 'holidays') {
    const inside = ({ date }: { date: string }) => date >= String(args['from_date']) && date <= String(args['to_date']);
    return { holidays: site.holidays.filter(inside) };
  }
  if (method !== 'leave_days') throw notFound();
  const from = String(args['from_date']);
  const to = String(args['to_date']);
  const holidays: { date: string; description: string; weekly_off: number }[] = [];
  let days = 0;
  for (let at = Date.parse(from); at <= Date.parse(to); at += 86_400_000) {
    const date = new Date(at).toISOString().slice(0, 10);
    const named = site.holidays.find((holiday) => holiday.date === date);
    const weekend = [0, 6].includes(new Date(at).getUTCDay());
    if (named !== undefined) holidays.push(named);
    else if (weekend)
      holidays.push({ date, description: new Date(at).getUTCDay() === 0 ? 'Sunday' : 'Saturday', weekly_off: 1 });
    else days += 1;
  }
  const overlaps = site.applications
    .filter((row) => row.employee === own && row.from_date <= to && row.to_date >= from && row.status !== 'Cancelled')
    .map(({ name, from_date, to_date, status }) => ({ name, from_date, to_date, status }));
  return {
    days: args['half_day'] === 1 ? days - 0.5 : days,
    holidays,
    overlaps,
    allowed: [...Object.keys(site.allocation), ...site.lwps],
  };
}

export function toolContext(site: LeaveSite, more: Partial<ToolContext> = {}): ToolContext {
  return {
    person: priya(),
    reads: site.reads,
    turnId: 'turn_1',
    conversationId: 'conv_1',
    now: Date.parse('2026-11-23T15:00:00Z'),
    userText: '',
    signal: new AbortController().signal,
    ...more,
  };
}

/** Calls tools as the engine does, as far as an answer is concerned: schema, read or proposal, card. */
export function toolCaller(
  tools: readonly Tool[],
  context: ToolContext,
  pending: (type: string, parameters: Readonly<Record<string, unknown>>, title: string) => string,
  /** Whether a card of this tool is open, which a change takes the place of. */
  open: (type: string) => boolean = () => false,
) {
  return async (type: string, args: Readonly<Record<string, unknown>>): Promise<ToolOutcome> => {
    const tool = tools.find((each) => toolType(each) === type);
    if (tool === undefined) return { kind: 'failed', code: 'NOT_FOUND', sentence: 'no such tool' };
    const parsed = tool.schema.safeParse(args);
    if (!parsed.success) return { kind: 'failed', code: 'VALIDATION_ERROR', sentence: parsed.error.message };
    if (tool.kind === 'read') return await tool.run(parsed.data, context);
    const result = await tool.propose(parsed.data, context);
    if (result.kind !== 'proposal') return result;
    const card = { ...tool.present(result.operations, context.person), warnings: result.warnings };
    const replaces = open(type) && result.beside !== true;
    return {
      kind: 'pending',
      actionId: pending(type, result.parameters, card.title),
      parameters: result.parameters,
      ...(replaces ? { replaces: true as const } : {}),
      card,
    };
  };
}

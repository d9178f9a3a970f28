import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { at } from '../answer.ts';
import type { ContractCase } from '../case.ts';
import { COMPANY, LEAVE } from '../site.ts';

const READS = 'dartwing_va.reads';

export const reads: readonly ContractCase[] = [
  {
    id: 'reads.leave-details',
    title: 'leave_details of oneself, with HRMS’s five numbers for each type',
    needs: 'hrms',
    finding: 15,
    run: async (site) => {
      const { employee } = site.person('ada');
      for (const caller of [site.reading('ada'), site.as('ada')]) {
        const { data } = (await caller.ask(`${READS}.leave_details`)).ok();
        assert.equal(at(data, 'employee'), employee);
        assert.equal(at(data, 'leave_approver'), site.person('bea').user);
        const types = Object.values(at(data, 'leave_allocation') as Record<string, unknown>);
        for (const type of types) {
          assert.deepEqual(Object.keys(type as object).sort(), [
            'expired_leaves',
            'leaves_pending_approval',
            'leaves_taken',
            'remaining_leaves',
            'total_leaves',
          ]);
        }
        assert.ok((at(data, 'lwps') as unknown[]).includes(LEAVE));
      }
    },
  },
  {
    id: 'reads.leave-of-others',
    title: 'leave of others: the manager yes, a colleague and the other company 404, as for nobody, in equal bytes',
    needs: 'hrms',
    finding: 14,
    run: async (site) => {
      const { employee } = site.person('ada');
      (await site.reading('bea').ask(`${READS}.leave_details`, { employee })).ok();
      const texts = new Set<string>();
      for (const who of ['cyd', 'eve'] as const) {
        for (const given of [employee, 'HR-EMP-none']) {
          texts.add(
            (await site.reading(who).ask(`${READS}.leave_details`, { employee: given })).is(404, 'DoesNotExistError')
              .text,
          );
        }
      }
      assert.equal(texts.size, 1, [...texts].join('\n'));
    },
  },
  {
    id: 'reads.leave-days',
    title: 'leave_days counts days and names overlaps',
    needs: 'hrms',
    run: async (site) => {
      const day = site.freeDay();
      const { employee } = site.person('ada');
      const query = { leave_type: LEAVE, from_date: day, to_date: day };
      const free = (await site.reading('ada').ask(`${READS}.leave_days`, query)).ok().data;
      assert.deepEqual([at(free, 'days'), at(free, 'overlaps')], [1, []]);
      const values = { employee, ...query, leave_approver: site.person('bea').user, follow_via_email: 0 };
      const made = await site.make('Leave Application', values, site.as('ada'));
      const taken = (await site.reading('ada').ask(`${READS}.leave_days`, query)).ok().data;
      assert.equal(at(taken, 'overlaps', 0, 'name'), made['name']);
      const half = (
        await site.reading('ada').ask(`${READS}.leave_days`, { ...query, half_day: '1', half_day_date: day })
      ).ok().data;
      assert.equal(at(half, 'days'), 0.5);
    },
  },
  {
    id: 'reads.expense-details',
    title: 'expense_details tells the caller who decides on his claim and which kinds his company takes',
    needs: 'hrms',
    run: async (site) => {
      const { employee } = site.person('ada');
      for (const caller of [site.reading('ada'), site.as('ada')]) {
        const { data } = (await caller.ask(`${READS}.expense_details`)).ok();
        assert.deepEqual(Object.keys(data as object).sort(), [
          'approver',
          'approver_name',
          'company',
          'cost_center',
          'currency',
          'employee',
          'payable_account',
          'types',
        ]);
        assert.deepEqual([at(data, 'employee'), at(data, 'company'), at(data, 'currency')], [employee, COMPANY, 'USD']);
        // No kind of expense has an account in a company that nobody set up for claims.
        assert.deepEqual(at(data, 'types'), []);
      }
    },
  },
  {
    id: 'reads.budget-status',
    title: 'budget_status: the own department and projects one is on; anything else 404, as for nobody, in equal bytes',
    run: async (site) => {
      const own = (await site.reading('ada').ask(`${READS}.budget_status`, { against: 'department' })).ok().data;
      assert.deepEqual(
        [at(own, 'against'), at(own, 'currency'), at(own, 'allocated'), at(own, 'accounts'), at(own, 'period')],
        ['department', 'USD', 0, [], null],
      );
      const project_name = `Contract budget ${randomUUID().slice(0, 8)}`;
      const values = { project_name, company: COMPANY, users: [{ user: site.person('ada').user }] };
      const project = await site.make('Project', values, site.admin);
      const asked = { against: 'project', from_date: '2026-01-01', to_date: '2026-01-31' };
      for (const name of [String(project['name']), project_name]) {
        const { data } = (await site.reading('ada').ask(`${READS}.budget_status`, { ...asked, name })).ok();
        assert.deepEqual([at(data, 'name'), at(data, 'title'), at(data, 'spent')], [project['name'], project_name, 0]);
        assert.deepEqual(at(data, 'period'), { from: '2026-01-01', to: '2026-01-31', spent: 0 });
      }
      const texts = new Set<string>();
      for (const [who, name] of [
        ['cyd', project_name],
        ['eve', project_name],
        ['cyd', 'No such project'],
      ] as const) {
        const answer = await site.reading(who).ask(`${READS}.budget_status`, { ...asked, name });
        texts.add(answer.is(404, 'DoesNotExistError').text);
      }
      const foreign = { against: 'department', name: 'No such department' };
      texts.add((await site.reading('cyd').ask(`${READS}.budget_status`, foreign)).is(404, 'DoesNotExistError').text);
      assert.equal(texts.size, 1, [...texts].join('\n'));
      (await site.reading('ada').ask(`${READS}.budget_status`, { against: 'everything' })).is(400);
    },
  },
  {
    id: 'reads.directory',
    title: 'the directory holds the own company, contact data only when asked',
    run: async (site) => {
      const find = async (query: Record<string, string>): Promise<Record<string, unknown>[]> => {
        const found = at((await site.reading('cyd').ask(`${READS}.directory`, query)).ok().data, 'people');
        assert.ok(Array.isArray(found));
        return found;
      };
      const people = await find({ limit: '50' });
      const ids = people.map((person) => person['employee']);
      assert.ok(ids.includes(site.person('ada').employee) && !ids.includes(site.person('eve').employee), ids.join());
      assert.ok(people.every((person) => !('email' in person) && !('cell' in person)));
      const [bea] = await find({ query: 'bea', include_contact: '1' });
      assert.deepEqual([bea?.['employee'], 'email' in (bea ?? {})], [site.person('bea').employee, true]);
    },
  },
  {
    id: 'reads.directory-query',
    title: 'the directory finds by words, by login and by superior',
    run: async (site) => {
      const find = async (query: Record<string, string>): Promise<unknown[]> => {
        const found = at((await site.reading('cyd').ask(`${READS}.directory`, query)).ok().data, 'people');
        assert.ok(Array.isArray(found));
        return found.map((person: Record<string, unknown>) => person['employee']);
      };
      const { employee, user } = site.person('ada');
      assert.deepEqual(await find({ query: user.toUpperCase() }), [employee]);
      assert.deepEqual(await find({ query: employee }), [employee]);
      assert.deepEqual(await find({ query: `${user.split('@')[0]} nosuchword` }), []);
      assert.deepEqual(await find({ reports_to: employee }), [site.person('dan').employee]);
      assert.deepEqual(await find({ reports_to: site.person('eve').employee }), []);
    },
  },
  {
    id: 'reads.free-busy',
    title: 'free_busy gives intervals and never a subject',
    run: async (site) => {
      const day = site.freeDay();
      const subject = `Secret ${site.word()}`;
      const values = { subject, event_type: 'Private', starts_on: `${day} 10:00:00`, ends_on: `${day} 11:00:00` };
      await site.make('Event', values, site.as('ada'));
      const { user } = site.person('ada');
      const query = { users: JSON.stringify([user]), from: `${day} 00:00:00`, to: `${day} 23:59:59` };
      const answer = (await site.reading('cyd').ask(`${READS}.free_busy`, query)).ok();
      assert.ok(!answer.text.includes(subject));
      const busy = at(answer.data, 'busy', user);
      assert.ok(Array.isArray(busy) && busy.length === 1, answer.text);
      assert.deepEqual(Object.keys(busy[0] as object).sort(), ['from', 'to']);
      assert.match(String(at(busy, 0, 'from')), new RegExp(`^${day}[ T]10:00`));
    },
  },
  {
    id: 'reads.free-busy-abroad',
    title: 'free_busy tells nothing of another company’s people',
    run: async (site) => {
      const day = site.freeDay();
      const { user } = site.person('ada');
      await site.make(
        'Event',
        { subject: 'x', event_type: 'Private', starts_on: `${day} 10:00:00`, ends_on: `${day} 11:00:00` },
        site.as('ada'),
      );
      const query = { users: JSON.stringify([user]), from: `${day} 00:00:00`, to: `${day} 23:59:59` };
      const answer = await site.reading('eve').ask(`${READS}.free_busy`, query);
      assert.ok(
        answer.status === 404 || (at(answer.data, 'busy', user) ?? []).toString() === '',
        answer.text.slice(0, 200),
      );
    },
  },
  {
    id: 'reads.free-busy-work',
    title: 'free_busy knows each meeting of a series, and with `work` when somebody is not at work',
    run: async (site) => {
      const day = site.freeDay();
      const values = {
        subject: 'x',
        event_type: 'Private',
        starts_on: `${day} 10:00:00`,
        ends_on: `${day} 10:30:00`,
        repeat_this_event: 1,
        repeat_on: 'Daily',
      };
      await site.make('Event', values, site.as('ada'));
      const { user } = site.person('ada');
      const next = new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
      const query = { users: JSON.stringify([user]), from: `${next} 10:00:00`, to: `${next} 11:00:00` };
      const plain = (await site.reading('cyd').ask(`${READS}.free_busy`, query)).ok();
      assert.deepEqual(at(plain.data, 'busy', user), [{ from: `${next} 10:00:00`, to: `${next} 10:30:00` }]);
      assert.equal(at(plain.data, 'off'), undefined);
      const night = { ...query, from: `${next} 00:00:00`, to: `${next} 23:00:00`, work: '1' };
      const off = at((await site.reading('cyd').ask(`${READS}.free_busy`, night)).ok().data, 'off', user);
      assert.ok(Array.isArray(off) && off.length >= 1 && off.length <= 2, JSON.stringify(off));
      assert.deepEqual(Object.keys(off[0] as object).sort(), ['from', 'to']);
    },
  },
  {
    id: 'reads.meetings',
    title: 'meetings of oneself and those one is invited to; others’ stay unseen',
    run: async (site) => {
      const day = site.freeDay();
      const subject = `Talk ${site.word()}`;
      const { user } = site.person('cyd');
      const values = {
        subject,
        event_type: 'Private',
        event_category: 'Meeting',
        starts_on: `${day} 10:00:00`,
        ends_on: `${day} 11:00:00`,
        description: 'Location: room 4\nnot for everybody',
        event_participants: [{ reference_doctype: 'User', reference_docname: user, email: user }],
      };
      const made = await site.make('Event', values, site.as('ada'));
      const query = { from: `${day} 00:00:00`, to: `${day} 23:59:59` };
      const seen = async (who: 'ada' | 'cyd' | 'dan') => {
        const answer = (await site.reading(who).ask(`${READS}.meetings`, query)).ok();
        const rows = at(answer.data, 'meetings');
        assert.ok(Array.isArray(rows));
        return { text: answer.text, row: rows.find((row) => at(row, 'subject') === subject) };
      };
      const [host, guest, other] = [await seen('ada'), await seen('cyd'), await seen('dan')];
      assert.equal(at(host.row, 'own'), true);
      assert.equal(at(host.row, 'name'), made['name']);
      assert.equal(at(guest.row, 'own'), false);
      assert.equal(at(guest.row, 'invited'), true);
      assert.equal(at(guest.row, 'location'), 'room 4');
      assert.equal(at(guest.row, 'host'), site.person('ada').user);
      assert.ok(!guest.text.includes('not for everybody'));
      assert.equal(other.row, undefined);
    },
  },
  {
    id: 'reads.holidays',
    title: 'holidays of the own list within the dates',
    run: async (site) => {
      const year = site.day().slice(0, 4);
      const query = { from_date: `${year}-12-24`, to_date: `${year}-12-26` };
      const found = at((await site.reading('ada').ask(`${READS}.holidays`, query)).ok().data, 'holidays');
      assert.ok(Array.isArray(found));
      assert.deepEqual(
        found.map((row) => at(row, 'date')),
        [`${year}-12-25`],
      );
    },
  },
  {
    id: 'reads.rights',
    title:
      'rights tells what the caller may do himself, of a DocType and of a document; what he may not read is not there',
    needs: 'hrms',
    run: async (site) => {
      const may = async (who: 'ada' | 'bea' | 'hal', query: Record<string, string>) =>
        at((await site.reading(who).ask(`${READS}.rights`, query)).ok().data, 'may') as Record<string, boolean>;
      assert.equal((await may('ada', { document_type: 'Task' }))['create'], true);
      assert.equal((await may('hal', { document_type: 'Task' }))['create'], false);
      const day = site.freeDay();
      const { employee } = site.person('ada');
      const values = { employee, leave_type: LEAVE, from_date: day, to_date: day, follow_via_email: 0 };
      const made = await site.make(
        'Leave Application',
        { ...values, leave_approver: site.person('bea').user },
        site.as('ada'),
      );
      const query = { document_type: 'Leave Application', name: String(made['name']) };
      const [own, boss] = [await may('ada', query), await may('bea', query)];
      assert.deepEqual([own['read'], own['submit'], own['cancel']], [true, false, false]);
      assert.deepEqual([boss['read'], boss['submit'], boss['cancel']], [true, true, true]);
      const { data } = (await site.reading('bea').ask(`${READS}.rights`, query)).ok();
      assert.equal(at(data, 'about', 'owner'), site.person('ada').user);
      assert.equal(at(data, 'about', 'employee'), employee);
      assert.equal(at(data, 'workflow'), null);
      const texts = new Set<string>();
      for (const given of [query, { ...query, name: 'HR-LAP-none' }, { document_type: 'No Such Thing' }]) {
        const answer = await site.reading('eve').ask(`${READS}.rights`, given);
        texts.add(answer.is(404, 'DoesNotExistError').text);
      }
      (await site.reading('ada').ask(`${READS}.rights`, { document_type: 'User' })).is(404, 'DoesNotExistError');
      assert.equal(texts.size, 1, [...texts].join('\n'));
    },
  },
  {
    id: 'reads.bad-input',
    title: 'dates that are none and too many users are refused, not 500',
    run: async (site) => {
      const users = JSON.stringify(Array.from({ length: 21 }, (_, index) => `u${index}@contract.test`));
      const bad: readonly (readonly [string, Record<string, string>])[] = [
        ['holidays', { from_date: 'soon', to_date: '2026-01-01' }],
        ['leave_days', { leave_type: LEAVE, from_date: '2026-02-31', to_date: '2026-03-01' }],
        ['free_busy', { users, from: '2026-01-01 00:00:00', to: '2026-01-02 00:00:00' }],
        ['free_busy', { users: 'x', from: '2026-01-01 00:00:00', to: '2026-01-02 00:00:00' }],
      ];
      for (const [method, query] of bad) {
        const { status } = await site.reading('ada').ask(`${READS}.${method}`, query);
        assert.ok(status >= 400 && status < 500, `${method} ${JSON.stringify(query).slice(0, 80)} ${status}`);
      }
    },
  },
  {
    id: 'reads.get-only',
    title: 'the reads answer GET alone, and no guest',
    run: async (site) => {
      (await site.as('ada').call(`${READS}.directory`)).is(403, 'PermissionError');
      assert.ok([401, 403].includes((await site.guest.ask(`${READS}.directory`)).status));
    },
  },
];

import assert from 'node:assert/strict';
import { at } from '../answer.ts';
import type { ContractCase } from '../case.ts';
import { ABROAD, COMPANY } from '../site.ts';

const API = 'dartwing_va.api';

export const people: readonly ContractCase[] = [
  {
    id: 'people.profile',
    title: 'profile tells all that a turn needs',
    run: async (site) => {
      const { user, employee } = site.person('ada');
      const { data } = (await site.service.call(`${API}.profile`, { user })).ok();
      assert.deepEqual(
        [at(data, 'user'), at(data, 'enabled'), at(data, 'refusal'), at(data, 'time_zone')],
        [user, true, null, 'America/Chicago'],
      );
      assert.deepEqual(
        [at(data, 'employee', 'name'), at(data, 'employee', 'company'), at(data, 'employee', 'reports_to_user')],
        [employee, COMPANY, site.person('bea').user],
      );
      assert.deepEqual(at(data, 'company'), { name: COMPANY, currency: 'USD', country: 'United States' });
      // Of the DocTypes that the assistant would offer something of.
      const outOfSight = at(data, 'out_of_sight') as string[];
      assert.deepEqual([outOfSight.includes('Task'), outOfSight.includes('Opportunity')], [false, true]);
      assert.equal(at(data, 'instance', 'status'), 'Active');
      assert.equal(typeof at(data, 'instance', 'voice_enabled'), 'boolean');
      assert.ok(Array.isArray(at(data, 'instance', 'enabled_sub_agents')));
      assert.deepEqual(at(data, 'settings', 'allowed_privacy_modes'), ['normal']);
      assert.equal(at(data, 'settings', 'confirmation_expiry_s'), 900);
      assert.deepEqual(Object.keys(at(data, 'consents') as object).sort(), [
        'ai_training',
        'analytics',
        'conversation_logging',
        'manager_visibility',
        'memory_creation',
        'proactive_suggestions',
        'terms_of_service',
        'voice_recording',
      ]);
    },
  },
  {
    id: 'people.personality',
    title: 'profile tells what was chosen for the voice of the assistant, and nothing that nobody chose',
    run: async (site) => {
      const { user, employee } = site.person('ada');
      const asked = async () =>
        (await site.service.call(`${API}.profile`, { user })).ok().row()['personality'] as Record<string, unknown>;
      const [assistant] = await site.rows('VA Instance', [['employee', '=', employee]], ['name', 'template']);
      const template = String(assistant?.['template']);
      const before = await asked();
      assert.deepEqual([before['record'], before['own']], [null, { preset: null, values: {} }]);
      const [old] = await site.rows('VA Template', [['name', '=', template]], ['personality_preset']);
      site.later(() => site.admin.update('VA Template', template, { personality_preset: old?.['personality_preset'] }));
      site.later(() => site.admin.update('VA Company Settings', COMPANY, { default_personality: '{}' }));
      site.later(() => site.admin.update('VA Instance', String(assistant?.['name']), { va_persona: '' }));
      (await site.admin.update('VA Template', template, { personality_preset: 'technical' })).ok();
      (await site.admin.update('VA Company Settings', COMPANY, { default_personality: '{"warmth": 8}' })).ok();
      (await site.admin.update('VA Instance', String(assistant?.['name']), { va_persona: 'A quiet clerk.' })).ok();
      const made = await site.make('VA Personality', {
        name: `pers_${site.word()}`,
        employee,
        source_template: 'efficient',
        dim_formality: 9,
        dim_emoji_usage: 'never',
        custom_traits: '{"greeting": "Ahoy"}',
        custom_prompt: 'Call me Captain.',
      });
      assert.deepEqual(
        [made['formality'], made['emoji_usage'], made['small_talk'] || '', made['owner']],
        ['Formal', 'Never', '', user],
      );
      const name = String(made['name']);
      assert.deepEqual(await asked(), {
        record: name,
        company: { preset: 'friendly', values: { warmth: 8 } },
        template: 'technical',
        own: { preset: 'efficient', values: { formality: 9, emoji_usage: 'never' } },
        phrases: { greeting: 'Ahoy' },
        persona: 'A quiet clerk.',
        wording: '',
        wishes: 'Call me Captain.',
      });
      // Her own to edit, and nobody else's; out of range is refused.
      (await site.as('ada').update('VA Personality', name, { dim_formality: 0, dim_emoji_usage: '' })).ok();
      assert.deepEqual((await asked())['own'], { preset: 'efficient', values: {} });
      for (const values of [{ dim_formality: 11 }, { dim_formality: -1 }, { custom_traits: '[]' }, { dim_humor: 12 }])
        assert.equal((await site.as('ada').update('VA Personality', name, values)).status, 417);
      assert.equal((await site.as('cyd').update('VA Personality', name, { dim_formality: 1 })).status, 403);
      for (const changes of ['{"warmth": 11}', '{"charm": 5}', '{"emoji_usage": "always"}', '[]'])
        assert.equal(
          (await site.admin.update('VA Company Settings', COMPANY, { default_personality: changes })).status,
          417,
        );
    },
  },
  {
    id: 'people.profile-service',
    title: 'profile is for the service alone, by key and without a cookie',
    finding: 11,
    run: async (site) => {
      const args = { user: site.person('ada').user };
      for (const caller of [site.as('ada'), site.as('sys'), site.admin])
        (await caller.call(`${API}.profile`, args)).va(403, 'FORBIDDEN');
      assert.ok([401, 403].includes((await site.guest.call(`${API}.profile`, args)).status));
    },
  },
  {
    id: 'people.no-employee',
    title: 'a user without Employee is refused with the reason',
    run: async (site) => {
      const { data } = (await site.service.call(`${API}.profile`, { user: site.person('nob').user })).ok();
      assert.deepEqual([at(data, 'employee'), at(data, 'refusal', 'code')], [null, 'NO_EMPLOYEE']);
      assert.equal(typeof at(data, 'refusal', 'message'), 'string');
    },
  },
  {
    id: 'people.unknown',
    title: 'a user that is not there, Guest and Administrator are 404',
    run: async (site) => {
      for (const user of ['nobody@contract.test', 'Guest', 'Administrator', site.serviceUser]) {
        (await site.service.call(`${API}.profile`, { user })).is(404);
      }
    },
  },
  {
    id: 'people.first-use',
    title: 'first use makes the assistant from the company’s template, also for several asking at once',
    run: async (site) => {
      const { user, employee } = site.person('dan');
      for (const { name } of await site.rows('VA Instance', [['employee', '=', employee]])) {
        (await site.admin.remove('VA Instance', String(name))).is(202);
      }
      const asked = await Promise.all([1, 2, 3].map(() => site.service.call(`${API}.profile`, { user })));
      const names = asked
        .filter((answer) => answer.status === 200)
        .map((answer) => at(answer.data, 'instance', 'name'));
      assert.ok(
        names.length > 0 && new Set(names).size === 1,
        asked.map((answer) => answer.text.slice(0, 200)).join('\n'),
      );
      const rows = await site.rows(
        'VA Instance',
        [['employee', '=', employee]],
        ['name', 'owner', 'template', 'company', 'provisioned_by'],
      );
      assert.equal(rows.length, 1);
      const [row] = rows;
      assert.deepEqual([row?.['owner'], row?.['company'], row?.['provisioned_by']], [user, COMPANY, 'First Use']);
      assert.ok(row?.['template']);
    },
  },
  {
    id: 'people.provision-off',
    title: 'with auto_provision off there is no assistant: ASSISTANT_OFF',
    run: async (site) => {
      const { user, employee } = site.person('dan');
      site.later(() => site.service.call(`${API}.profile`, { user }));
      site.later(() => site.admin.update('VA Company Settings', COMPANY, { auto_provision: 1 }));
      for (const { name } of await site.rows('VA Instance', [['employee', '=', employee]]))
        await site.admin.remove('VA Instance', String(name));
      (await site.admin.update('VA Company Settings', COMPANY, { auto_provision: 0 })).ok();
      const { data } = (await site.service.call(`${API}.profile`, { user })).ok();
      assert.deepEqual([at(data, 'instance'), at(data, 'refusal', 'code')], [null, 'ASSISTANT_OFF']);
    },
  },
  {
    id: 'people.widget',
    title: 'widget tells a page of the site whether it shows the assistant, and what it needs to talk to it',
    run: async (site) => {
      const ada = (await site.as('ada').ask(`${API}.widget`)).ok().row();
      // Frappe's get_time_zone is the zone of who asks, and Guest may have one of his own.
      const zone = at((await site.guest.ask(`${API}.site`)).ok().data, 'time_zone');
      assert.deepEqual(
        [ada['shown'], ada['site_time_zone'], Object.keys(ada['bus'] as object).sort()],
        [true, zone, ['port', 'site_name']],
      );
      assert.equal(typeof ada['csrf_token'], 'string');
      assert.equal((await site.as('nob').ask(`${API}.widget`)).ok().row()['shown'], false);
      const [assistant] = await site.rows('VA Instance', [['employee', '=', site.person('ada').employee]], ['name']);
      const name = String(assistant?.['name']);
      site.later(() => site.admin.update('VA Instance', name, { status: 'Active' }));
      (await site.admin.update('VA Instance', name, { status: 'Disabled' })).ok();
      assert.equal((await site.as('ada').ask(`${API}.widget`)).ok().row()['shown'], false);
      (await site.guest.ask(`${API}.widget`)).is(403);
    },
  },
  {
    id: 'people.whoami',
    title: 'whoami tells who the caller is, with and without Employee',
    run: async (site) => {
      const { user, employee } = site.person('eve');
      assert.deepEqual((await site.as('eve').ask(`${API}.whoami`)).ok().data, {
        user,
        full_name: 'eve Contract',
        time_zone: 'America/Chicago',
        employee,
        employee_name: 'eve Contract',
        company: ABROAD,
      });
      const nobody = (await site.as('nob').ask(`${API}.whoami`)).ok().row();
      assert.deepEqual([nobody['employee'], nobody['employee_name'], nobody['company']], [null, null, null]);
    },
  },
  {
    id: 'people.role-opens-nothing',
    title: 'the role of the sidecar is not given to anybody else',
    finding: 11,
    run: async (site) => {
      const { user } = site.person('sys');
      const roles = (await site.admin.read('User', user)).ok().row()['roles'];
      assert.ok(Array.isArray(roles));
      site.later(() => site.admin.update('User', user, { roles }));
      const answer = await site.as('sys').update('User', user, { roles: [...roles, { role: 'VA Sidecar' }] });
      assert.notEqual(answer.status, 200);
      (await site.as('sys').call(`${API}.profile`, { user })).va(403, 'FORBIDDEN');
    },
  },
  {
    id: 'people.second-instance',
    title: 'an employee has one assistant',
    run: async (site) => {
      const values = { employee: site.person('ada').employee, company: COMPANY, va_name: 'Second', status: 'Active' };
      (await site.admin.insert('VA Instance', values)).is(409, 'DuplicateEntryError');
    },
  },
  {
    id: 'people.voice',
    title: 'a voice is saved as provider:voice or blank, and within what the template offers',
    run: async (site) => {
      const { user, employee } = site.person('ada');
      const [assistant] = await site.rows('VA Instance', [['employee', '=', employee]], ['name', 'template']);
      const [name, template] = [String(assistant?.['name']), String(assistant?.['template'])];
      const set = (voice_id: string) => site.admin.update('VA Instance', name, { voice_id });
      site.later(() => site.admin.update('VA Template', template, { voice_options: null }));
      site.later(() => set(''));
      for (const wrong of ['alloy', 'OpenAI:nova', 'openai:', 'openai:no va']) {
        const refused = (await set(wrong)).is(417, 'ValidationError');
        assert.match(refused.messages.join(), /is no voice. Write provider:voice, such as openai:nova/);
      }
      const voice = async () =>
        at((await site.service.call(`${API}.profile`, { user })).ok().data, 'instance', 'voice_id');
      (await set(' openai:nova ')).ok();
      assert.equal(await voice(), 'openai:nova');
      (await site.admin.update('VA Template', template, { voice_options: '["nova"]' })).is(417, 'ValidationError');
      (await site.admin.update('VA Template', template, { voice_options: '["elevenlabs:Sarah"]' })).ok();
      const outside = (await set('openai:onyx')).is(417, 'ValidationError');
      assert.match(outside.messages.join(), /does not offer the voice openai:onyx/);
      // What was chosen before stays, and does not keep anything else from being saved.
      (await site.admin.update('VA Instance', name, { voice_speed: 1.2 })).ok();
      site.later(() => site.admin.update('VA Instance', name, { voice_speed: 1 }));
      assert.equal(await voice(), 'openai:nova');
      (await set('elevenlabs:Sarah')).ok();
      (await set('')).ok();
    },
  },
  {
    id: 'people.limits-within-template',
    title: 'the limits of an assistant stay within its template',
    run: async (site) => {
      const [row] = await site.rows('VA Instance', [['employee', '=', site.person('ada').employee]]);
      (await site.admin.update('VA Instance', String(row?.['name']), { expense_limit: 1_000_000 })).is(
        417,
        'ValidationError',
      );
    },
  },
];

import assert from 'node:assert/strict';
import { type Answer, at } from '../answer.ts';
import type { ContractCase } from '../case.ts';

export const transport: readonly ContractCase[] = [
  {
    id: 'transport.ping',
    title: 'ping answers pong to anybody',
    run: async (site) => {
      assert.deepEqual((await site.guest.ask('ping')).ok().body, { message: 'pong' });
    },
  },
  {
    id: 'transport.unknown-method',
    title: 'an unknown method is 417 with a sentence, not 404',
    run: async (site) => {
      const answer = (await site.as('ada').ask('no.such.method')).is(417, 'ValidationError');
      assert.match(answer.messages.join(), /Failed to get method for command no\.such\.method/);
    },
  },
  {
    id: 'transport.unknown-route',
    title: 'an unknown path below /api is 404 as JSON',
    run: async (site) => {
      const answer = await site.as('ada').send('GET', '/api/nothing');
      assert.equal(answer.is(404).isJson, true);
    },
  },
  {
    id: 'transport.guest-private',
    title: 'a private method without credentials is 403, never 401',
    run: async (site) => {
      (await site.guest.ask('frappe.client.get_list', { doctype: 'ToDo' })).is(403, 'PermissionError');
    },
  },
  {
    id: 'transport.guest-resource',
    title: 'a list without credentials is 403',
    run: async (site) => {
      (await site.guest.list('ToDo')).is(403, 'PermissionError');
    },
  },
  {
    id: 'transport.wrong-verb',
    title: 'a method by a verb it does not allow is 403',
    run: async (site) => {
      const query = { doc: JSON.stringify({ doctype: 'ToDo', allocated_to: 'ada@contract.test', description: 'x' }) };
      (await site.as('ada').ask('frappe.client.insert', query)).is(403, 'PermissionError');
    },
  },
  {
    id: 'transport.statuses',
    title: 'create is 200, read 200, update 200, delete 202 with data ok',
    run: async (site) => {
      const ada = site.as('ada');
      const { name } = (await ada.insert('ToDo', { allocated_to: 'ada@contract.test', description: 'statuses' })).is(
        200,
      );
      (await ada.read('ToDo', name)).is(200);
      (await ada.update('ToDo', name, { priority: 'High' })).is(200);
      assert.deepEqual((await ada.remove('ToDo', name)).is(202).data, 'ok');
      (await ada.read('ToDo', name)).is(404, 'DoesNotExistError');
    },
  },
  {
    id: 'transport.v1',
    title: '/api/v1 is the same as /api',
    run: async (site) => {
      const todo = await site.make('ToDo', { allocated_to: 'ada@contract.test', description: 'v1' }, site.as('ada'));
      const path = `/resource/ToDo/${String(todo['name'])}`;
      const [old, fresh] = [
        await site.as('ada').send('GET', `/api${path}`),
        await site.as('ada').send('GET', `/api/v1${path}`),
      ];
      assert.deepEqual(fresh.ok().body, old.ok().body);
    },
  },
  {
    id: 'transport.patch',
    title: 'PATCH is not routed: 404 for a document, 405 as HTML for a list',
    run: async (site) => {
      const todo = await site.make('ToDo', { allocated_to: 'ada@contract.test', description: 'patch' }, site.as('ada'));
      const sending = { json: { priority: 'Low' } };
      (await site.as('ada').send('PATCH', `/api/resource/ToDo/${String(todo['name'])}`, sending)).is(
        404,
        'DoesNotExistError',
      );
      assert.equal((await site.as('ada').send('PATCH', '/api/resource/ToDo', sending)).is(405).isJson, false);
    },
  },
  {
    id: 'transport.list-verbs',
    title: 'PUT and DELETE of a list are 405 as HTML',
    run: async (site) => {
      for (const verb of ['PUT', 'DELETE']) {
        const answer = await site.as('ada').send(verb, '/api/resource/ToDo', { json: {} });
        assert.equal(answer.is(405).isJson, false);
      }
    },
  },
  {
    id: 'transport.trailing-slash',
    title: 'a trailing slash changes nothing, an empty segment is 404',
    run: async (site) => {
      (await site.as('ada').send('GET', '/api/resource/ToDo/')).ok().rows();
      (await site.as('ada').send('GET', '/api//resource/ToDo')).is(404);
    },
  },
  {
    id: 'transport.options',
    title: 'OPTIONS is an empty 200',
    run: async (site) => {
      assert.equal((await site.guest.send('OPTIONS', '/api/resource/ToDo')).is(200).text, '');
    },
  },
  {
    id: 'transport.head',
    title: 'HEAD of a list is the status without a body; a method does not allow it',
    run: async (site) => {
      assert.equal((await site.as('ada').send('HEAD', '/api/resource/ToDo')).is(200).text, '');
      assert.equal((await site.guest.send('HEAD', '/api/method/ping')).is(403).text, '');
    },
  },
  {
    id: 'transport.get-run-method',
    title: 'GET with run_method runs, and is rolled back',
    finding: 7,
    run: async (site) => {
      const todo = await site.make(
        'ToDo',
        { allocated_to: 'ada@contract.test', description: 'rollback' },
        site.as('ada'),
      );
      const name = String(todo['name']);
      const query = { run_method: 'add_comment', comment_type: 'Comment', text: 'from a GET' };
      (await site.as('ada').send('GET', `/api/resource/ToDo/${name}`, { query })).ok();
      assert.deepEqual(
        await site.rows('Comment', [
          ['reference_name', '=', name],
          ['comment_type', '=', 'Comment'],
        ]),
        [],
      );
    },
  },
  {
    id: 'transport.post-run-method',
    title: 'POST with run_method runs and stays',
    run: async (site) => {
      const todo = await site.make(
        'ToDo',
        { allocated_to: 'ada@contract.test', description: 'run_method' },
        site.as('ada'),
      );
      const name = String(todo['name']);
      const json = { run_method: 'add_comment', comment_type: 'Comment', text: 'from a POST' };
      (await site.as('ada').send('POST', `/api/resource/ToDo/${name}`, { json })).ok();
      const filters = [
        ['reference_name', '=', name],
        ['comment_type', '=', 'Comment'],
      ];
      assert.equal((await site.rows('Comment', filters)).length, 1);
    },
  },
  {
    id: 'transport.unknown-doc-method',
    title: 'a document method that is not there is 404 as HTML',
    run: async (site) => {
      const todo = await site.make(
        'ToDo',
        { allocated_to: 'ada@contract.test', description: 'no method' },
        site.as('ada'),
      );
      const json = { run_method: 'no_such_method' };
      const answer = await site.as('ada').send('POST', `/api/resource/ToDo/${String(todo['name'])}`, { json });
      assert.equal(answer.is(404).isJson, false);
    },
  },
  {
    id: 'transport.cmd',
    title: 'cmd among the parameters takes the request over',
    finding: 7,
    run: async (site) => {
      const answer = await site.guest.send('GET', '/api/resource/ToDo', { query: { cmd: 'ping' } });
      assert.equal(answer.ok().data, 'pong');
    },
  },
  {
    id: 'transport.json-hides-query',
    title: 'a JSON body replaces the query',
    run: async (site) => {
      const made = await site.as('ada').send('POST', '/api/resource/ToDo', {
        query: { allocated_to: 'ada@contract.test', description: 'of the query', priority: 'High' },
        json: { allocated_to: 'ada@contract.test', description: 'of the body' },
      });
      site.later(() => site.admin.remove('ToDo', made.name));
      assert.equal(made.ok().row()['priority'], 'Medium');
      assert.match(String(made.row()['description']), /of the body/);
    },
  },
  {
    id: 'transport.form',
    title: 'a form creates as well as JSON does',
    run: async (site) => {
      const made = await site.as('ada').send('POST', '/api/resource/ToDo', {
        form: { allocated_to: 'ada@contract.test', description: 'a form', priority: 'Low' },
      });
      site.later(() => site.admin.remove('ToDo', made.name));
      assert.equal(made.ok().row()['priority'], 'Low');
    },
  },
  {
    id: 'transport.data-wraps',
    title: 'a key data is taken as the document',
    run: async (site) => {
      const made = await site.as('ada').insert('ToDo', {
        data: JSON.stringify({ allocated_to: 'ada@contract.test', description: 'wrapped', priority: 'High' }),
      });
      site.later(() => site.admin.remove('ToDo', made.name));
      assert.equal(made.ok().row()['priority'], 'High');
    },
  },
  {
    id: 'transport.nulls',
    title: 'a read leaves empty fields out, frappe.client.get shows them as null',
    run: async (site) => {
      const todo = await site.make('ToDo', { allocated_to: 'ada@contract.test', description: 'nulls' }, site.as('ada'));
      const name = String(todo['name']);
      assert.equal('reference_name' in (await site.as('ada').read('ToDo', name)).ok().row(), false);
      const got = (await site.as('ada').ask('frappe.client.get', { doctype: 'ToDo', name })).ok().row();
      assert.equal(got['reference_name'], null);
    },
  },
  {
    id: 'transport.none',
    title: 'a method that returns nothing answers an object without message',
    run: async (site) => {
      const todo = (
        await site.as('ada').insert('ToDo', { allocated_to: 'ada@contract.test', description: 'none' })
      ).ok();
      const answer = (await site.as('ada').call('frappe.client.delete', { doctype: 'ToDo', name: todo.name })).ok();
      assert.equal('message' in answer.body, false);
    },
  },
  {
    id: 'transport.missing-argument',
    title: 'a missing argument is 500 TypeError',
    run: async (site) => {
      (await site.as('ada').call('frappe.client.delete', {})).is(500, 'TypeError');
    },
  },
  {
    id: 'transport.ignore-permissions',
    title: 'flags and ignore_permissions among the parameters open nothing',
    run: async (site) => {
      const subject = `Contract ${site.word()}`;
      const values = { subject, ignore_permissions: 1, flags: { ignore_permissions: true } };
      (await site.as('nob').insert('Task', values)).is(403, 'PermissionError');
      (await site.as('nob').call('frappe.client.insert', { doc: { doctype: 'Task', ...values }, ...values })).is(
        403,
        'PermissionError',
      );
      assert.deepEqual(await site.rows('Task', [['subject', '=', subject]]), []);
    },
  },
  {
    id: 'transport.versions',
    title: 'a signed-in user is told the release of Frappe, ERPNext and ours',
    finding: 23,
    run: async (site) => {
      const versions = (await site.as('ada').ask('frappe.utils.change_log.get_versions')).ok().data;
      for (const app of ['frappe', 'erpnext', 'dartwing_va'])
        assert.match(String(at(versions, app, 'version')), /^\d+\.\d+/);
    },
  },
  {
    id: 'transport.unknown-argument',
    title: 'an argument that nobody named is dropped without a word',
    run: async (site) => {
      assert.equal((await site.guest.ask('ping', { surprise: '1' })).ok().data, 'pong');
    },
  },
  {
    id: 'transport.bad-json',
    title: 'a body that is no JSON is a server error or a refusal, and changes nothing',
    run: async (site) => {
      const sending = { body: '{"description": ', headers: { 'content-type': 'application/json' } };
      const answer = await site.as('ada').send('POST', '/api/resource/ToDo', sending);
      assert.ok([417, 500].includes(answer.status), String(answer.status));
    },
  },
  {
    id: 'transport.html',
    title: 'who accepts text first gets errors as a page outside JSON',
    run: async (site) => {
      const headers = { accept: 'text/html,application/xhtml+xml' };
      const answer = await site.as('ada').send('GET', '/api/resource/ToDo/not-there', { headers });
      assert.equal(answer.is(404).isJson, false);
    },
  },
  {
    id: 'transport.double-json',
    title: '_server_messages is JSON in JSON; what was thrown is marked, what was only said is not',
    run: async (site) => {
      const last = (answer: Answer): unknown => {
        const list: unknown = JSON.parse(String(answer.body['_server_messages']));
        return JSON.parse(String(at(list, -1)));
      };
      const thrown = last((await site.as('ada').insert('Task', { subject: 'x', completed_by: 'none' })).is(417));
      assert.deepEqual([at(thrown, 'raise_exception'), at(thrown, 'indicator')], [1, 'red']);
      const said = last((await site.as('ada').insert('Task', {})).is(417, 'MandatoryError'));
      assert.equal(at(said, 'raise_exception'), undefined);
      assert.match(String(at(said, 'message')), /Value missing for Task: Subject/);
    },
  },
  {
    id: 'transport.unknown-doctype',
    title: 'a DocType that nobody has is 404 in a list; its document 404 or (15.55) 500',
    run: async (site) => {
      (await site.admin.list('No Such Kind')).is(404, 'DoesNotExistError');
      const { status } = await site.admin.read('No Such Kind', 'x');
      assert.ok(status === 404 || status === 500, String(status));
    },
  },
  {
    id: 'transport.odd-names',
    title: 'names with spaces, slashes, percent and hash are found when they are encoded',
    run: async (site) => {
      for (const odd of ['A / B', '50 % more', 'C # 4 & D?']) {
        const designation_name = `${odd} ${site.word()}`;
        await site.make('Designation', { designation_name });
        assert.equal((await site.admin.read('Designation', designation_name)).ok().name, designation_name);
      }
    },
  },
  {
    id: 'transport.time-zone',
    title: 'get_time_zone tells anybody the zone of the site',
    run: async (site) => {
      const zone = at((await site.guest.ask('frappe.client.get_time_zone')).ok().data, 'time_zone');
      assert.equal(typeof zone, 'string');
    },
  },
];

import assert from 'node:assert/strict';
import { at, type Row } from '../answer.ts';
import type { ContractCase } from '../case.ts';
import type { SiteUnderTest, Who } from '../site.ts';
import { API, documentOf, updateOf } from './action-helpers.ts';

const AS_MESSAGE = { action_type: 'hr.tell' };

function notify(site: SiteUnderTest, who: Who, more: Row = {}): Row {
  const args = { to_user: site.person(who).user, message: `I am <b>late</b> ${site.word()}`, ...more };
  return { op: 'method', method: 'notify_colleague', args };
}

function mail(recipients: readonly string[], more: Row = {}): Row {
  const args = { recipients, subject: 'The offer', message: 'It is <i>ready</i>.\nSee you', ...more };
  return { op: 'method', method: 'send_email', args };
}

async function confirm(site: SiteUnderTest, who: Who, operations: readonly Row[]) {
  const { action } = await site.propose(who, operations, AS_MESSAGE);
  const card = (await site.as(who).ask(`${API}.card`, { action })).ok().data;
  return { action, card, answer: await site.as(who).call(`${API}.confirm_action`, { action }) };
}

export const actionMessages: readonly ContractCase[] = [
  {
    id: 'actions.notify',
    title: 'a message to a colleague is a notification from the employee, as text, and cannot be taken back',
    run: async (site) => {
      const operations = [notify(site, 'cyd'), notify(site, 'bea')];
      const { action, card, answer } = await confirm(site, 'ada', operations);
      assert.equal(at(card, 'reversible'), false);
      assert.ok(String(at(card, 'title')).startsWith('Message to '), String(at(card, 'title')));
      const documents = at(answer.ok().data, 'result', 'documents') as Row[];
      assert.deepEqual(
        documents.map((document) => document['doctype']),
        ['Notification Log', 'Notification Log'],
      );
      const fields = ['for_user', 'from_user', 'type', 'email_content', 'subject'];
      for (const [index, who] of (['cyd', 'bea'] as const).entries()) {
        const name = String(documents[index]?.['name']);
        site.later(() => site.admin.remove('Notification Log', name));
        const [log] = await site.rows('Notification Log', [['name', '=', name]], fields);
        assert.deepEqual(
          [log?.['for_user'], log?.['from_user'], log?.['type']],
          [site.person(who).user, site.person('ada').user, 'Alert'],
        );
        assert.ok(!`${String(log?.['email_content'])}${String(log?.['subject'])}`.includes('<b>'));
      }
      (await site.as('ada').call(`${API}.undo_action`, { action })).va(409, 'ACTION_NOT_REVERSIBLE');
    },
  },
  {
    id: 'actions.notify-about',
    title: 'a message about a document names it, and only one that the employee may read',
    run: async (site) => {
      const { name } = await updateOf(site);
      const about = { doctype: 'Task', name };
      const log = documentOf(site, (await confirm(site, 'ada', [notify(site, 'cyd', about)])).answer);
      const [row] = await site.rows('Notification Log', [['name', '=', log]], ['document_type', 'document_name']);
      assert.deepEqual([row?.['document_type'], row?.['document_name']], ['Task', name]);
      (await confirm(site, 'hal', [notify(site, 'cyd', about)])).answer.va(404, 'NOT_FOUND');
    },
  },
  {
    id: 'actions.notify-nobody-else',
    title: 'no message goes to oneself, to another company or to who is no employee; one such stops all',
    run: async (site) => {
      const before = (await site.rows('Notification Log', [['from_user', '=', site.person('cyd').user]])).length;
      for (const who of ['cyd', 'eve', 'nob'] as const) {
        (await confirm(site, 'cyd', [notify(site, who)])).answer.va(403, 'FORBIDDEN');
      }
      const stranger = notify(site, 'bea', { to_user: 'nobody@contract.test' });
      (await confirm(site, 'cyd', [stranger])).answer.va(403, 'FORBIDDEN');
      (await confirm(site, 'cyd', [notify(site, 'bea'), notify(site, 'eve')])).answer.va(403, 'FORBIDDEN');
      assert.equal((await site.rows('Notification Log', [['from_user', '=', site.person('cyd').user]])).length, before);
    },
  },
  {
    id: 'actions.mail',
    title: 'an e-mail is a Communication and a row of the queue in the same transaction, from the employee’s address',
    finding: 18,
    run: async (site) => {
      const about = await updateOf(site);
      const operation = mail(['bob@client.example', 'eva@client.example'], { doctype: 'Task', name: about.name });
      const available = async () =>
        at((await site.reading('ada').ask('dartwing_va.reads.outgoing_mail')).ok().data, 'available');
      if ((await available()) !== true) {
        (await confirm(site, 'ada', [operation])).answer.va(422, 'UNPROCESSABLE_ENTITY');
        const account = { email_account_name: 'Contract Mail', email_id: 'mail@contract.test' };
        const made = await site.admin.insert('Email Account', {
          ...account,
          enable_outgoing: 1,
          default_outgoing: 1,
        });
        // A real site tries the account's server first.
        if (made.status !== 200) return;
        site.later(() => site.admin.remove('Email Account', made.name));
        assert.equal(await available(), true);
      }
      const { card, answer } = await confirm(site, 'ada', [operation]);
      assert.equal(at(card, 'reversible'), false);
      const labels = (at(card, 'lines') as Row[]).map((line) => line['label']);
      assert.deepEqual(labels, ['To', 'Subject', 'Message', 'About']);
      const name = String(at(answer.ok().data, 'result', 'documents', 0, 'name'));
      const fields = ['sender', 'recipients', 'subject', 'content', 'sent_or_received', 'owner', 'reference_name'];
      const [row] = await site.rows('Communication', [['name', '=', name]], fields);
      const { user } = site.person('ada');
      assert.deepEqual(
        ['sender', 'recipients', 'subject', 'sent_or_received', 'owner', 'reference_name'].map((field) => row?.[field]),
        [user, 'bob@client.example, eva@client.example', 'The offer', 'Sent', user, about.name],
      );
      assert.ok(String(row?.['content']).includes('&lt;i&gt;ready'), String(row?.['content']));
      const [queue] = await site.rows('Email Queue', [['communication', '=', name]], ['name', 'status']);
      assert.equal(queue?.['status'], 'Not Sent');
      const queued = (await site.admin.read('Email Queue', String(queue?.['name']))).ok().row();
      const recipients = (queued['recipients'] as Row[]).map((one) => one['recipient']);
      assert.deepEqual(recipients.sort(), ['bob@client.example', 'eva@client.example']);
      assert.ok(String(queued['message']).includes('The offer'));
      site.later(() => site.admin.remove('Communication', name));
      site.later(() => site.admin.remove('Email Queue', String(queue?.['name'])));
    },
  },
  {
    id: 'actions.mail-whole',
    title: 'an e-mail beside something that fails is not queued',
    finding: 18,
    run: async (site) => {
      const subject = `Contract ${site.word()}`;
      const operations = [mail(['bob@client.example'], { subject }), notify(site, 'eve')];
      const { answer } = await confirm(site, 'ada', operations);
      assert.ok(answer.status >= 400, answer.text);
      assert.deepEqual(await site.rows('Communication', [['subject', '=', subject]]), []);
    },
  },
  {
    id: 'actions.mail-shape',
    title: 'addresses that could carry more than one, or a head of their own, are refused whole',
    run: async (site) => {
      for (const address of ['Bob <bob@client.example>', 'a@b.test,c@d.test', 'a@b.test\nBcc: c@d.test']) {
        (await confirm(site, 'ada', [mail([address])])).answer.va(400, 'VALIDATION_ERROR');
      }
      (await confirm(site, 'ada', [mail(['a@b.test'], { subject: 'a\r\nBcc: c@d.test' })])).answer.va(
        400,
        'VALIDATION_ERROR',
      );
    },
  },
];

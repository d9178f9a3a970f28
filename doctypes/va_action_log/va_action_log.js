// The card of an action as the employee confirms it: from -> to with fresh values, expiry, Confirm, Cancel and Undo.

frappe.ui.form.on('VA Action Log', {
  refresh(frm) {
    frm.disable_save();
    frm.events.watch(frm);
    frm.events.show_card(frm);
  },

  // Confirmed, cancelled or undone elsewhere: show it here as well.
  watch(frm) {
    if (frm.va_watching) return;
    frm.va_watching = true;
    frappe.realtime.on('dartwing_va_action', (event) => {
      if (event.action === frm.doc.name && frappe.get_route()[2] === frm.doc.name) frm.reload_doc();
    });
  },

  async show_card(frm) {
    const action = frm.doc.name;
    // Of two refreshes at once only the later one draws.
    const request = (frm.va_card_request || 0) + 1;
    frm.va_card_request = request;
    const area = frm.get_field('card').$wrapper.empty();
    frm.events.stop_countdown(frm);
    // Only the employee may confirm, and only he is given fresh values read with his permissions.
    if (frm.doc.owner !== frappe.session.user) {
      const lines = await stored_lines(frm.doc.operations);
      if (frm.va_card_request !== request || frm.doc.name !== action) return;
      area.append(
        card_element({ lines, error: frm.doc.error_message }),
        note(__('Only the employee concerned can confirm or undo this action.')),
      );
      return;
    }
    let card;
    try {
      card = (await frappe.call({ method: 'dartwing_va.api.card', type: 'GET', args: { action } })).message;
    } catch {
      if (frm.va_card_request !== request) return;
      area.append(note(__('The card could not be loaded. Please reload this page.')));
      return;
    }
    if (frm.va_card_request !== request || frm.doc.name !== action) return;
    area.append(card_element(card));
    frm.events.show_buttons(frm, card);
  },

  show_buttons(frm, card) {
    if (card.status === 'pending') {
      frm.add_custom_button(__('Cancel Action'), () => frm.events.cancel_action(frm));
      frm
        .add_custom_button(__('Confirm'), () => frm.events.confirm_action(frm, card))
        .removeClass('btn-default')
        .addClass('btn-primary');
      frm.events.start_countdown(frm, Date.parse(card.expires_at) || Number(frm.doc.expires_at_ms));
    }
    if (card.status === 'completed' && card.reversible) {
      frm.add_custom_button(__('Undo'), () => frm.events.undo_action(frm));
    }
  },

  confirm_action(frm, card) {
    // The digest says which card was seen: if the proposal changed meanwhile, the server refuses.
    return frm.events.call(frm, 'confirm_action', { digest: card.digest }, __('Done.'));
  },

  cancel_action(frm) {
    frappe.prompt(
      [{ fieldname: 'reason', fieldtype: 'Small Text', label: __('Reason') }],
      ({ reason }) => frm.events.call(frm, 'cancel_action', { reason }, __('Cancelled. Nothing was changed.')),
      __('Cancel this action?'),
      __('Cancel Action'),
    );
  },

  undo_action(frm) {
    frappe.prompt(
      [{ fieldname: 'reason', fieldtype: 'Small Text', label: __('Reason') }],
      ({ reason }) => frm.events.call(frm, 'undo_action', { reason }, __('Undone.')),
      __('Undo this action?'),
      __('Undo'),
    );
  },

  async call(frm, method, args, done) {
    try {
      await frappe.call({
        method: `dartwing_va.api.${method}`,
        type: 'POST',
        args: { action: frm.doc.name, ...args },
        freeze: true,
      });
      frappe.show_alert({ message: done, indicator: 'green' });
    } finally {
      // A refusal may have changed the status as well (expired, failed); Frappe has shown its sentence.
      await frm.reload_doc();
    }
  },

  start_countdown(frm, expires_at) {
    const area = frm.get_field('card').$wrapper;
    const line = $('<p class="text-muted small" role="timer"></p>').appendTo(area);
    const tick = () => {
      const seconds = Math.ceil((expires_at - Date.now()) / 1000);
      if (seconds <= 0) {
        frm.events.stop_countdown(frm);
        line.text(__('This proposal has expired. Ask the assistant again.'));
        frm.clear_custom_buttons();
        return;
      }
      line.text(__('Expires in {0}', [clock(seconds)]));
    };
    frm.va_countdown = setInterval(tick, 1000);
    tick();
  },

  stop_countdown(frm) {
    clearInterval(frm.va_countdown);
    frm.va_countdown = null;
  },

  on_hide(frm) {
    frm.events.stop_countdown(frm);
  },
});

// Values come from documents and people: they are set as text, never as HTML.
function card_element(card) {
  const element = $('<div class="va-card"></div>');
  if (card.title) $('<h4></h4>').text(card.title).appendTo(element);
  const lines = card.lines || [];
  // A new document has no values from before.
  const changes = lines.some((line) => (line.from ?? '') !== '');
  const heads = changes ? [__('Field'), __('From'), __('To')] : [__('Field'), __('Value')];
  const table = $('<table class="table table-bordered"></table>')
    .appendTo(element)
    .toggle(lines.length > 0);
  const head = $('<tr></tr>').appendTo($('<thead></thead>').appendTo(table));
  for (const label of heads) $('<th scope="col"></th>').text(label).appendTo(head);
  const body = $('<tbody></tbody>').appendTo(table);
  for (const line of lines) {
    const row = $('<tr></tr>').appendTo(body);
    $('<th scope="row"></th>').text(line.label).appendTo(row);
    if (changes)
      $('<td></td>')
        .text(line.from ?? '')
        .appendTo(row);
    $('<td></td>').text(line.to).appendTo(row);
  }
  // What was pointed out before the yes says nothing afterwards.
  for (const warning of card.status === 'pending' ? card.warnings || [] : []) {
    $('<div class="alert alert-warning" role="note"></div>').text(warning).appendTo(element);
  }
  if (card.error) $('<div class="alert alert-danger" role="alert"></div>').text(card.error).appendTo(element);
  return element;
}

// What others see: the values as they are stored, with the labels of their DocType.
async function stored_lines(text) {
  const lines = [];
  for (const { doctype, values, from } of operations_of(text)) {
    if (!doctype || !values) continue;
    await frappe.model.with_doctype(doctype);
    for (const [fieldname, to] of Object.entries(values)) {
      const label = __(frappe.meta.get_label(doctype, fieldname));
      const type = frappe.meta.get_docfield(doctype, fieldname)?.fieldtype;
      lines.push({ label, from: in_words(from?.[fieldname], type), to: in_words(to, type) });
    }
  }
  return lines;
}

function operations_of(text) {
  try {
    const operations = JSON.parse(text || '[]');
    return Array.isArray(operations) ? operations : [];
  } catch {
    // The field itself shows what stands there.
    return [];
  }
}

function in_words(value, type) {
  if (value === null || value === undefined) return '';
  if (type === 'Date' || type === 'Datetime') return frappe.datetime.str_to_user(String(value));
  if (type === 'Check') return Number(value) ? __('Yes') : __('No');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function note(text) {
  return $('<p class="text-muted"></p>').text(text);
}

function clock(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

// Status and limits at a glance, and the chat itself for the employee whose assistant this is.

frappe.ui.form.on('VA Instance', {
  setup(frm) {
    frm.set_query('template', () => ({ filters: { company: frm.doc.company || '', enabled: 1 } }));
    frm.set_query('personality', () => ({ filters: { employee: frm.doc.employee || '' } }));
  },

  refresh(frm) {
    if (frm.is_new()) return;
    const colors = { Active: 'green', Paused: 'orange', Disabled: 'gray' };
    frm.page.set_indicator(__(frm.doc.status), colors[frm.doc.status] || 'gray');
    frm.events.show_use(frm);
    frm.events.show_provisioning(frm);
    frm.events.show_chat(frm);
    frm.events.show_agents(frm);
  },

  show_agents(frm) {
    frappe.require('/assets/dartwing_va/js/list_fields.js', () => {
      const choices = dartwing_va.agent_choices(frm.doc.enabled_sub_agents);
      dartwing_va.show_list_field(frm, 'enabled_sub_agents', { choices });
    });
  },

  async show_use(frm) {
    const name = frm.doc.name;
    const today = frappe.datetime.get_today();
    const done = await frappe.db.count('VA Action Log', {
      filters: { employee: frm.doc.employee, status: 'completed', executed_at: ['>=', today] },
    });
    if (frm.doc.name !== name) return;
    frm.dashboard.add_indicator(
      __('{0} of {1} changes today', [done, frm.doc.daily_action_limit || 0]),
      done < frm.doc.daily_action_limit ? 'green' : 'red',
    );
    frm.dashboard.add_indicator(
      __('{0} of {1} voice minutes this month', [
        Math.round(frm.doc.voice_minutes_used || 0),
        frm.doc.monthly_voice_minutes || 0,
      ]),
      (frm.doc.voice_minutes_used || 0) < frm.doc.monthly_voice_minutes ? 'green' : 'red',
    );
  },

  show_provisioning(frm) {
    if (!frm.doc.onboarded_at) return;
    const when = frappe.datetime.str_to_user(frm.doc.onboarded_at);
    frm.set_intro(
      frappe.utils.escape_html(
        frm.doc.provisioned_by
          ? __('Set up on {0} ({1}).', [when, __(frm.doc.provisioned_by)])
          : __('Set up on {0}.', [when]),
      ),
    );
  },

  // The conversation belongs to the employee alone: nobody else gets the panel. It talks over the site's own bus.
  show_chat(frm) {
    const shown = frm.va_chat?.name === frm.doc.name && document.contains(frm.va_chat.element);
    const mine = frm.doc.owner === frappe.session.user && frm.doc.status === 'Active';
    if (shown && mine) return;
    frm.events.remove_chat(frm);
    if (!mine) return;
    const name = frm.doc.name;
    frappe.require(['/assets/dartwing_va/va_page.css', '/assets/dartwing_va/va_page.js'], () => {
      if (frm.doc.name !== name || !window.dartwingVa || frm.va_chat) return;
      const section = frm.dashboard.add_section('', __('Assistant'), 'va-chat');
      const element = $('<div></div>').css({ height: '480px' }).appendTo(section)[0];
      const unmount = window.dartwingVa.mount(element, {
        transport: 'site',
        siteUrl: window.location.origin,
        sidecarUrl: null,
        csrfToken: frappe.csrf_token,
      });
      frm.va_chat = { name, element, unmount };
      frm.dashboard.show();
    });
  },

  remove_chat(frm) {
    if (!frm.va_chat) return;
    if (typeof frm.va_chat.unmount === 'function') frm.va_chat.unmount();
    frm.va_chat.element.closest('.form-dashboard-section')?.remove();
    frm.va_chat = null;
  },
});

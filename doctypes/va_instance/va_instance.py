from __future__ import annotations

import frappe
from frappe import _

from dartwing_va.dartwing_va.doctype.checks import LIMIT_FIELDS, number, over_limits, text_list
from dartwing_va.dartwing_va.doctype.fields import (
    label,
    require_agents,
    require_between,
    require_json,
    require_linked_company,
    require_list,
    require_voices,
)
from dartwing_va.dartwing_va.doctype.va_consent_record.va_consent_record import is_granted
from dartwing_va.hooks.controller import VADocument


class VAInstance(VADocument):
    """The assistant of one employee, within what its template allows (architecture.md 2.3.1, 2.5.1).

    A value is checked when it changes: counting a conversation must not fail because a template became stricter.
    """

    def validate(self):
        self._refuse_second()
        require_linked_company(self, "template", "VA Template")
        require_list(self, "enabled_sub_agents")
        template = frappe.get_cached_doc("VA Template", self.template) if self.template else None
        if self.is_new() and template:
            self._take_defaults(template)
        if self._changed("template", *LIMIT_FIELDS):
            self._limits_within(template)
        if self._changed("template", "enabled_sub_agents"):
            self._agents_within(template)
        if self._changed("default_privacy_mode"):
            self._privacy_mode_allowed(template)
        if self._changed("personality"):
            self._personality_is_own()
        if self._changed("voice_id"):
            self._voice_allowed(template)
        if self.voice_speed:
            require_between(self, "voice_speed", 0.5, 2.0)
        require_json(self, "calendar_connections")
        # Mirrors of the newest consent; whatever was sent is overwritten (conflicts.md C054).
        self.voice_recording_consent = int(is_granted(self.employee, "voice_recording"))
        self.conversation_logging_consent = int(is_granted(self.employee, "conversation_logging"))

    def _changed(self, *fields):
        return self.is_new() or any(self.has_value_changed(field) for field in fields)

    def _refuse_second(self):
        # A sentence in place of the duplicate error that name and unique index would give.
        if self.is_new() and frappe.db.exists("VA Instance", {"employee": self.employee}):
            frappe.throw(
                _("Employee {0} already has an assistant. Each employee has one.").format(self.employee),
                frappe.DuplicateEntryError,
            )

    def _take_defaults(self, template):
        # What was left at the field's default takes the template's value instead of being refused.
        for field in LIMIT_FIELDS:
            if number(self.get(field)) == number(self.meta.get_field(field).default):
                self.set(field, template.get(field))
        default = text_list(self.meta.get_field("enabled_sub_agents").default)
        if text_list(self.enabled_sub_agents) == default:
            self.enabled_sub_agents = frappe.as_json(text_list(template.enabled_sub_agents), indent=None)

    def _limits_within(self, template):
        if template is None:
            return
        for field in over_limits(self.as_dict(), template.as_dict()):
            frappe.throw(
                _("{0} cannot be higher than {1}, the limit of the template {2}.").format(
                    label(self, field), template.get_formatted(field), template.name
                )
            )

    def _agents_within(self, template):
        agents = require_agents(self, "enabled_sub_agents", self.company)
        allowed = text_list(template.enabled_sub_agents) if template else agents
        outside = [agent for agent in agents if agent not in allowed]
        if outside:
            frappe.throw(
                _("The template {0} does not allow the sub-agent {1}.").format(template.name, outside[0])
            )

    def _privacy_mode_allowed(self, template):
        mode = self.default_privacy_mode or "normal"
        stored = frappe.db.get_value("VA Company Settings", self.company, "allowed_privacy_modes")
        if mode == "normal" or mode in text_list(stored):
            return
        if self.is_new() and template and mode == template.default_privacy_mode:
            # The company became stricter than its template; that must not keep anybody from an assistant.
            self.default_privacy_mode = "normal"
            return
        frappe.throw(_("The company does not allow the privacy mode {0}.").format(mode))

    def _voice_allowed(self, template):
        self.voice_id = (self.voice_id or "").strip()
        if not self.voice_id:
            return
        require_voices(self, "voice_id", [self.voice_id])
        offered = text_list(template.voice_options) if template else []
        if offered and self.voice_id not in offered:
            frappe.throw(
                _("The template {0} does not offer the voice {1}.").format(template.name, self.voice_id)
            )

    def _personality_is_own(self):
        if not self.personality:
            return
        if frappe.db.get_value("VA Personality", self.personality, "employee") != self.employee:
            frappe.throw(_("That personality profile belongs to another employee."))

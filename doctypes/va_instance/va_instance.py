from __future__ import annotations

import frappe
from frappe import _

from dartwing_va.dartwing_va.doctype.checks import LIMIT_FIELDS, number, over_limits
from dartwing_va.dartwing_va.doctype.fields import (
    label,
    require_agents,
    require_between,
    require_json,
    require_linked_company,
    require_same_company,
)
from dartwing_va.dartwing_va.doctype.va_consent_record.va_consent_record import is_granted
from dartwing_va.hooks.controller import VADocument


class VAInstance(VADocument):
    """The assistant of one employee. Limits stay within those of the template (architecture.md 2.3.1, 2.5.1)."""

    def validate(self):
        super().validate()
        self._refuse_second()
        require_same_company(self)
        require_linked_company(self, "template", "VA Template")
        template = frappe.get_cached_doc("VA Template", self.template) if self.template else None
        self._limits_within(template)
        self._agents_within(template)
        self._privacy_mode_allowed()
        self._personality_is_own()
        require_between(self, "voice_speed", 0.5, 2.0)
        require_json(self, "calendar_connections")
        # Mirrors of the newest consent; whatever was sent is overwritten (conflicts.md C054).
        self.voice_recording_consent = int(is_granted(self.employee, "voice_recording"))
        self.conversation_logging_consent = int(is_granted(self.employee, "conversation_logging"))

    def _refuse_second(self):
        # A sentence in place of the duplicate error that name and unique index would give.
        if self.is_new() and frappe.db.exists("VA Instance", {"employee": self.employee}):
            frappe.throw(
                _("Employee {0} already has an assistant. Each employee has one.").format(self.employee),
                frappe.DuplicateEntryError,
            )

    def _limits_within(self, template):
        if template is None:
            return
        if self.is_new():
            # What was left at the field's default takes the template's value instead of being refused.
            for field in LIMIT_FIELDS:
                if number(self.get(field)) == number(self.meta.get_field(field).default):
                    self.set(field, template.get(field))
        for field in over_limits(self.as_dict(), template.as_dict()):
            frappe.throw(
                _("{0} cannot be higher than {1}, the limit of the template {2}.").format(
                    label(self, field), template.get_formatted(field), template.name
                )
            )

    def _agents_within(self, template):
        agents = require_agents(self, "enabled_sub_agents", self.company)
        if template is None:
            return
        allowed = require_agents(template, "enabled_sub_agents", template.company)
        default = frappe.parse_json(self.meta.get_field("enabled_sub_agents").default)
        if self.is_new() and agents == default:
            self.enabled_sub_agents = frappe.as_json(allowed, indent=None)
            return
        outside = [agent for agent in agents if agent not in allowed]
        # Taking an agent from the template must not make every later save of its assistants fail.
        if outside and (self.is_new() or self.has_value_changed("enabled_sub_agents")):
            frappe.throw(
                _("The template {0} does not allow the sub-agent {1}.").format(template.name, outside[0])
            )

    def _privacy_mode_allowed(self):
        if not self.default_privacy_mode or self.default_privacy_mode == "normal":
            return
        stored = frappe.db.get_value("VA Company Settings", self.company, "allowed_privacy_modes")
        if self.default_privacy_mode not in (frappe.parse_json(stored) or ["normal"]):
            frappe.throw(
                _("The company does not allow the privacy mode {0}.").format(self.default_privacy_mode)
            )

    def _personality_is_own(self):
        if (
            self.personality
            and frappe.db.get_value("VA Personality", self.personality, "employee") != self.employee
        ):
            frappe.throw(_("That personality profile belongs to another employee."))

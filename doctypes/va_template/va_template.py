from __future__ import annotations

import frappe
from frappe import _

from dartwing_va.dartwing_va.doctype.checks import LIMIT_FIELDS, over_limits, text_list
from dartwing_va.dartwing_va.doctype.fields import require_agents, require_list, require_voices
from dartwing_va.hooks.controller import VADocument, save_doc


class VATemplate(VADocument):
    """Limits and defaults of the assistants of a group of employees; the fields themselves refuse negative limits."""

    def validate(self):
        if self.is_new() or self.has_value_changed("enabled_sub_agents"):
            require_agents(self, "enabled_sub_agents", self.company)
        voices = require_list(self, "voice_options")
        if self.is_new() or self.has_value_changed("voice_options"):
            require_voices(self, "voice_options", voices)
        require_list(self, "knowledge_folders")
        self._departments_of_company()
        self._one_default()

    def on_update(self):
        before = self.get_doc_before_save()
        stricter = before and (
            over_limits(before.as_dict(), self.as_dict())
            or set(text_list(before.enabled_sub_agents)) - set(text_list(self.enabled_sub_agents))
        )
        if stricter:
            self._hold_assistants_to_it()

    def _departments_of_company(self):
        for row in self.target_departments:
            company = frappe.db.get_value("Department", row.department, "company")
            if company and company != self.company:
                frappe.throw(_("Department {0} belongs to the company {1}.").format(row.department, company))

    def _one_default(self):
        if not self.is_default or not self.enabled:
            return
        other = frappe.db.get_value(
            "VA Template", {"company": self.company, "is_default": 1, "enabled": 1, "name": ("!=", self.name)}
        )
        if other:
            frappe.throw(
                _("{0} already is the default of {1}. A company has one default.").format(other, self.company)
            )

    def _hold_assistants_to_it(self):
        # A stricter template binds the assistants that exist: limits go down to it, agents it lost are taken away.
        allowed = text_list(self.enabled_sub_agents)
        held = 0
        for row in frappe.get_all(
            "VA Instance",
            filters={"template": self.name},
            fields=["name", "enabled_sub_agents", *LIMIT_FIELDS],
        ):
            values = {field: self.get(field) for field in over_limits(row, self.as_dict())}
            agents = text_list(row.enabled_sub_agents)
            if any(agent not in allowed for agent in agents):
                kept = [agent for agent in agents if agent in allowed]
                values["enabled_sub_agents"] = frappe.as_json(kept, indent=None)
            if values:
                save_doc(frappe.get_doc("VA Instance", row.name), values)
                held += 1
        if held:
            frappe.msgprint(_("{0} assistants were held to the new limits of this template.").format(held))

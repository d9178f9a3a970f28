from __future__ import annotations

import frappe
from frappe import _

from dartwing_va.dartwing_va.doctype.fields import require_agents, require_list
from dartwing_va.hooks.controller import VADocument


class VATemplate(VADocument):
    """Limits and defaults of the assistants of a group of employees; the fields themselves refuse negative limits."""

    def validate(self):
        super().validate()
        require_agents(self, "enabled_sub_agents", self.company)
        require_list(self, "voice_options")
        require_list(self, "knowledge_folders")
        self._departments_of_company()
        self._one_default()

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

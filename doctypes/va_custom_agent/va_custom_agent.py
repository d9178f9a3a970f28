from __future__ import annotations

import frappe
from frappe import _

from dartwing_va.dartwing_va.doctype.checks import BUILT_IN_AGENTS, Fault, check_tools, is_agent_id
from dartwing_va.dartwing_va.doctype.fields import normal_json, require_list
from dartwing_va.hooks.controller import VADocument


class VACustomAgent(VADocument):
    """A specialist that a company makes itself; its tools call methods of the site and nothing else."""

    def validate(self):
        if not is_agent_id(self.agent_id):
            frappe.throw(
                _("Agent ID may have small letters, digits and underscores and starts with a letter.")
            )
        if self.agent_id in BUILT_IN_AGENTS or frappe.db.exists("VA Sub-Agent Config", self.agent_id):
            frappe.throw(
                _("The agent ID {0} is already used by an agent of the product.").format(self.agent_id)
            )
        normal_json(self, "tools")
        try:
            check_tools(self.tools)
        except Fault as fault:
            frappe.throw(_tool_sentence(fault))
        for field in ("trigger_phrases", "knowledge_folders"):
            require_list(self, field)
        for role in require_list(self, "allowed_roles"):
            if not frappe.db.exists("Role", role):
                frappe.throw(_("There is no role called {0}.").format(role))
        for employee in require_list(self, "allowed_employees"):
            if frappe.db.get_value("Employee", employee, "company") != self.company:
                frappe.throw(
                    _("Employee {0} does not belong to the company {1}.").format(employee, self.company)
                )


def _tool_sentence(fault: Fault) -> str:
    sentences = {
        "not_json": _("Tool Definitions is not valid JSON."),
        "not_a_list": _("Tool Definitions must be a list of tools."),
        "not_an_object": _("Each tool must be a JSON object with a name and a description."),
        "tool_name": _(
            "A tool name has small letters, digits and underscores and starts with a letter: {0}."
        ),
        "tool_twice": _("The tool {0} is defined twice."),
        "tool_description": _("The tool {0} needs a description."),
        "tool_parameters": _("The parameters of the tool {0} must be a JSON object."),
        "tool_capability": _("The tool {0} has an unknown capability."),
        "tool_confirmation": _("requires_confirmation of the tool {0} must be true or false."),
        "tool_handler": _(
            "The tool {0} must use the handler frappe_api. Scripts and web addresses are not accepted, because they would "
            "run with more rights than the employee has."
        ),
        "tool_method": _("The tool {0} needs frappe_method, the dotted name of a method of this site."),
    }
    return sentences[fault.code].format(fault.about)

from __future__ import annotations

import frappe
from frappe import _

from dartwing_va.dartwing_va.doctype.agent_checks import (
    MAX_PROMPT,
    check_tools,
    check_triggers,
    is_custom_id,
)
from dartwing_va.dartwing_va.doctype.checks import Fault
from dartwing_va.dartwing_va.doctype.fields import normal_json, require_list
from dartwing_va.hooks import webhooks
from dartwing_va.hooks.controller import VADocument
from dartwing_va.hooks.core.delegation import listed_methods
from dartwing_va.hooks.core.webhooks import listed_hosts, listed_scripts, url_fault


class VACustomAgent(VADocument):
    """A specialist that a company makes itself; its tools call what the company lists and nothing else. With the id
    of an agent of the product it replaces that one's prompt for the company and adds its tools."""

    def validate(self):
        if not is_custom_id(self.agent_id):
            frappe.throw(
                _("Agent ID may have small letters, digits and single underscores and starts with a letter.")
            )
        self._once_a_company()
        if len(self.system_prompt or "") > MAX_PROMPT:
            frappe.throw(_("The system prompt may have up to {0} characters.").format(MAX_PROMPT))
        normal_json(self, "tools", "trigger_phrases")
        self._triggers()
        self._tools()
        for category in require_list(self, "knowledge_folders"):
            if not frappe.db.exists("Help Category", category):
                frappe.throw(_("There is no Help Category called {0}.").format(category))
        for role in require_list(self, "allowed_roles"):
            if not frappe.db.exists("Role", role):
                frappe.throw(_("There is no role called {0}.").format(role))
        for employee in require_list(self, "allowed_employees"):
            if frappe.db.get_value("Employee", employee, "company") != self.company:
                frappe.throw(
                    _("Employee {0} does not belong to the company {1}.").format(employee, self.company)
                )

    def _once_a_company(self):
        found = {"company": self.company, "agent_id": self.agent_id, "name": ("!=", self.name or "")}
        if frappe.db.exists("VA Custom Agent", found):
            frappe.throw(_("{0} already has an agent with the ID {1}.").format(self.company, self.agent_id))

    def _triggers(self):
        try:
            check_triggers(self.trigger_phrases)
        except Fault as fault:
            sentence = {
                "too_many": _("An agent has up to {0} trigger phrases."),
                "trigger": _('A trigger phrase has up to 80 characters and at least one letter: "{0}".'),
            }.get(fault.code, _('Trigger Phrases must be a list of texts such as ["one", "two"].'))
            frappe.throw(sentence.format(fault.about))

    def _tools(self):
        try:
            calls = check_tools(self.tools, self.agent_id)
        except Fault as fault:
            frappe.throw(_tool_sentence(fault))
        names = ["custom_methods", "custom_scripts", "webhook_hosts"]
        settings = frappe.db.get_value("VA Company Settings", self.company, names, as_dict=True) or {}
        for handler, target in calls:
            if handler == "webhook":
                self._webhook(target, listed_hosts(settings.get("webhook_hosts")))
            elif handler == "script":
                self._script(target, listed_scripts(settings.get("custom_scripts")))
            elif target not in listed_methods(settings.get("custom_methods")):
                frappe.throw(
                    _(
                        "The method {0} is not among the Methods for Custom Agents of {1}. A System Manager adds it in "
                        "VA Company Settings."
                    ).format(target, self.company)
                )

    def _webhook(self, url, hosts):
        fault = url_fault(url, hosts)
        if fault == "url":
            frappe.throw(
                _(
                    "A tool calls addresses that start with https:// and name a public host, without a user or a #: {0}."
                ).format(url[:200])
            )
        if fault:
            frappe.throw(
                _(
                    "The host of {0} is not among the Webhook Hosts of {1}. A System Manager adds it in VA Company Settings."
                ).format(url[:200], self.company)
            )
        if not webhooks.secret_of(self.company):
            frappe.throw(
                _("{0} has no Webhook Secret. A System Manager sets it in VA Company Settings.").format(
                    self.company
                )
            )

    def _script(self, script, listed):
        if not webhooks.scripts_enabled():
            frappe.throw(_("This site does not run Server Scripts, so no tool can call one."))
        if script not in listed:
            frappe.throw(
                _(
                    "The script {0} is not among the Scripts for Custom Agents of {1}. A System Manager adds it in VA "
                    "Company Settings."
                ).format(script[:200], self.company)
            )


def _tool_sentence(fault: Fault) -> str:
    sentences = {
        "not_json": _("Tool Definitions is not valid JSON."),
        "not_a_list": _("Tool Definitions must be a list of tools."),
        "not_an_object": _("Each tool must be a JSON object with a name and a description."),
        "tools_many": _("An agent has up to {0} tools."),
        "tool_name": _(
            "A tool name has small letters, digits and single underscores and starts with a letter: {0}."
        ),
        "tool_name_long": _(
            "The name of the tool {0} is too long: with the agent ID it may have 62 characters."
        ),
        "tool_twice": _("The tool {0} is defined twice."),
        "tool_key": _("A tool has no such property. {0}"),
        "tool_description": _("The tool {0} needs a description of up to 1000 characters."),
        "tool_parameters": _(
            "The parameters of the tool {0} must be a JSON Schema of type object with up to 10 properties."
        ),
        "tool_parameter": _(
            "A parameter has a plain name, a type (string, integer, number, boolean) and a description; a string may have "
            "enum, maxLength or the format date, a number minimum and maximum. Names such as doctype and data are "
            "taken. {0}"
        ),
        "tool_capability": _(
            "The tool {0} can only read. Changes are made by the tools of the product, which ask for a yes."
        ),
        "tool_confirmation": _("The tool {0} only reads, so it cannot ask for a confirmation."),
        "tool_handler": _("The tool {0} must use the handler frappe_api, script or webhook."),
        "tool_method": _("The tool {0} needs frappe_method, the dotted name of a method of this site."),
        "tool_script": _("The tool {0} needs script, the API method of a Server Script."),
        "tool_webhook": _("The tool {0} needs webhook_url, an address that starts with https://."),
    }
    return sentences[fault.code].format(fault.about)

from __future__ import annotations

import frappe
from frappe import _

from dartwing_va.dartwing_va.doctype.agent_checks import is_method
from dartwing_va.dartwing_va.doctype.checks import PRIVACY_MODES, clamped
from dartwing_va.dartwing_va.doctype.fields import (
    label,
    require_between,
    require_dimensions,
    require_linked_company,
    require_list,
)
from dartwing_va.hooks.controller import VADocument
from dartwing_va.hooks.core.delegation import is_denied_method
from dartwing_va.hooks.core.webhooks import MAX_LINES, MIN_SECRET, is_host, is_script, lines_of
from dartwing_va.hooks.webhooks import scripts_enabled

# Days (hours for the working memory): lowest, highest, and whether 0 means for ever (architecture.md 2.8, 8.8).
RETENTION = {
    "conversation_retention_days": (30, 730, False),
    "memory_retention_days": (30, None, True),
    "working_memory_retention_hours": (24, 720, False),
    "learning_retention_days": (90, 1095, False),
    "voice_recording_retention_days": (0, 730, False),
    "action_retention_days": (365, 2555, False),
    "audit_retention_days": (2555, 3650, False),
}
MAX_CUSTOM_METHODS = 100
COMPLIANCE_FIELDS = ("action_retention_days", "audit_retention_days")


class VACompanySettings(VADocument):
    """What a company decides about its assistants; one document a company (conflicts.md C042)."""

    def validate(self):
        require_between(self, "confirmation_expiry_s", 60, 86_400)
        require_between(self, "max_actions_per_turn", 1, 50)
        require_between(self, "max_actions_per_minute", 1, 200)
        require_linked_company(self, "default_template", "VA Template")
        require_dimensions(self, "default_personality")
        require_list(self, "allowed_integrations")
        require_list(self, "required_integrations")
        # Not looked up: a site without HRMS keeps the same list.
        require_list(self, "approvable_doctypes")
        self._privacy_modes()
        self._tools_once()
        if self.is_new() or self.has_value_changed("custom_methods"):
            self._custom_methods()
        if self.is_new() or self.has_value_changed("custom_scripts"):
            self._custom_scripts()
        self._webhooks()
        self._retention()
        if self.terms_text and not self.terms_version:
            frappe.throw(_("The terms need a version, so that it is known who agreed to which text."))

    def _privacy_modes(self):
        modes = require_list(self, "allowed_privacy_modes")
        for mode in modes:
            if mode not in PRIVACY_MODES:
                frappe.throw(
                    _("There is no privacy mode {0}. Known are: {1}.").format(mode, ", ".join(PRIVACY_MODES))
                )
        if "normal" not in modes:
            self.allowed_privacy_modes = frappe.as_json(["normal", *modes], indent=None)

    def _tools_once(self):
        seen = set()
        for row in self.tool_policies:
            row.tool = (row.tool or "").strip()
            if row.tool in seen:
                frappe.throw(_("Row {0}: the tool {1} is listed twice.").format(row.idx, row.tool))
            seen.add(row.tool)

    def _custom_methods(self):
        lines = [line.strip() for line in (self.custom_methods or "").splitlines()]
        methods = [line for line in dict.fromkeys(lines) if line]
        if len(methods) > MAX_CUSTOM_METHODS:
            frappe.throw(_("Up to {0} methods can be listed.").format(MAX_CUSTOM_METHODS))
        for method in methods:
            if not is_method(method):
                frappe.throw(_("{0} is not the dotted name of a method.").format(method[:200]))
            if is_denied_method(method):
                frappe.throw(
                    _(
                        "Custom agents cannot call {0}: it reads without asking what the caller may see."
                    ).format(method)
                )
            _require_readable(method)
        self.custom_methods = "\n".join(methods)

    def _custom_scripts(self):
        scripts = lines_of(self.custom_scripts)
        if scripts and not scripts_enabled():
            frappe.throw(_("This site does not run Server Scripts, so no tool can call one."))
        if len(scripts) > MAX_LINES:
            frappe.throw(_("Up to {0} scripts can be listed.").format(MAX_LINES))
        for script in scripts:
            found = {"script_type": "API", "api_method": script, "disabled": 0, "allow_guest": 0}
            if not is_script(script) or not frappe.db.exists("Server Script", found):
                frappe.throw(
                    _(
                        "There is no enabled Server Script of type API, closed to guests, with the method {0} (small letters, "
                        "digits and underscores)."
                    ).format(script[:200])
                )
        self.custom_scripts = "\n".join(scripts)

    def _webhooks(self):
        hosts = lines_of(self.webhook_hosts)
        if len(hosts) > MAX_LINES:
            frappe.throw(_("Up to {0} hosts can be listed.").format(MAX_LINES))
        for host in hosts:
            if not is_host(host):
                frappe.throw(
                    _(
                        "{0} is not the public name of a host, such as hooks.example.com or hooks.example.com:8443."
                    ).format(host[:200])
                )
        self.webhook_hosts = "\n".join(hosts)
        secret = self.webhook_secret or ""
        # Asterisks stand for the one that is stored.
        if secret.strip("*") and len(secret) < MIN_SECRET:
            frappe.throw(_("The Webhook Secret needs at least {0} characters.").format(MIN_SECRET))

    def _retention(self):
        before = self.get_doc_before_save()
        for field, (low, high, zero_allowed) in RETENTION.items():
            value = clamped(self.get(field), low, high, zero_allowed=zero_allowed)
            if value != (self.get(field) or 0):
                frappe.msgprint(
                    _("{0} was set to {1}, the nearest value that is allowed.").format(
                        label(self, field), value
                    )
                )
            self.set(field, value)
            if field in COMPLIANCE_FIELDS:
                stored = before.get(field) if before else self.meta.get_field(field).default
                self._compliance_decides(field, int(stored or 0))

    def _compliance_decides(self, field, stored):
        # The retention of evidence is not the administrator's to shorten (conflicts.md C039).
        if self.get(field) == stored or frappe.flags.in_install or frappe.flags.in_migrate:
            return
        if "Compliance Officer" not in frappe.get_roles():
            frappe.throw(
                _("Only a Compliance Officer may change {0}.").format(label(self, field)),
                frappe.PermissionError,
            )


def _require_readable(method):
    """Refuses what this site does not have, does not open to callers by GET, or has under another name only."""
    said = len(frappe.local.message_log)
    try:
        function = frappe.get_attr(method)
    except Exception:
        # Whatever an unknown module does when it is imported: it is no method that can be called.
        frappe.local.message_log = frappe.local.message_log[:said]
        function = None
    verbs = frappe.allowed_http_methods_for_whitelisted_func.get(function) if callable(function) else None
    if not verbs or "GET" not in verbs:
        frappe.throw(_("This site has no method {0} that may be called to read.").format(method))
    # Another app may import a method of the framework; by that name it is the same method.
    home = f"{function.__module__}.{function.__name__}"
    if is_denied_method(home):
        frappe.throw(
            _("Custom agents cannot call {0}: it reads without asking what the caller may see.").format(
                method
            )
        )

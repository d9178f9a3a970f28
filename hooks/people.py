"""From a login to everything a turn needs to know, and the first use of the assistant (decisions.md 17)."""

from __future__ import annotations

import json
from typing import Any

import frappe

from . import epochs, seeding
from .callers import is_delegated, require_person, require_service
from .controller import insert_doc, save_doc
from .core.catalogue import CATALOGUE
from .errors import fail, sentence_of
from .personality import personality_view
from .times import zone_of

MAX_DEPARTMENT = 500
CONSENT_TYPES = (
    "terms_of_service",
    "voice_recording",
    "conversation_logging",
    "memory_creation",
    "proactive_suggestions",
    "manager_visibility",
    "analytics",
    "ai_training",
)
OFFERED_DOCTYPES = ("Budget", "Customer", "Lead", "Opportunity", "Project", "Task")
EMPLOYEE_FIELDS = (
    "name",
    "employee_name",
    "company",
    "department",
    "designation",
    "reports_to",
    "status",
    "holiday_list",
    "user_id",
)
_INSTANCE_FIELDS = (
    "name",
    "va_name",
    "va_persona",
    "status",
    "template",
    "enabled_sub_agents",
    "expense_limit",
    "approval_limit",
    "daily_action_limit",
    "monthly_voice_minutes",
    "default_privacy_mode",
    "manager_oversight_level",
    "voice_id",
    "voice_speed",
    "voice_enabled",
    "proactive_enabled",
    "modified",
)
_FROM_TEMPLATE = (
    "enabled_sub_agents",
    "voice_enabled",
    "expense_limit",
    "approval_limit",
    "daily_action_limit",
    "monthly_voice_minutes",
    "default_privacy_mode",
    "manager_oversight_level",
)


def employee_of(user: str) -> frappe._dict | None:
    """The Employee of a login: the active one first. Identity comes from here and from nowhere else."""
    rows = frappe.get_all(
        "Employee",
        filters={"user_id": user},
        fields=list(EMPLOYEE_FIELDS),
        order_by="creation desc",
    )
    active = [row for row in rows if row.status == "Active"]
    return (active or rows or [None])[0]


def settings_of(company: str) -> frappe._dict:
    """The company's settings; the defaults of the DocType when HR wrote none."""
    if frappe.db.exists("VA Company Settings", company):
        return frappe.get_doc("VA Company Settings", company)
    return frappe.get_doc(
        {"doctype": "VA Company Settings", "company": company, **seeding.settings_defaults()}
    )


def instance_of(employee: str, *, newest: bool = False) -> frappe._dict | None:
    """The assistant of an employee. `newest` looks past this transaction's snapshot, by a locking read."""
    return frappe.db.get_value(
        "VA Instance", {"employee": employee}, list(_INSTANCE_FIELDS), as_dict=True, for_update=newest
    )


def refusal_code(user: str, employee: frappe._dict | None, instance: frappe._dict | None) -> str | None:
    """Why this person is not served, or None."""
    if not frappe.db.get_value("User", user, "enabled"):
        return "USER_DISABLED"
    if employee is None:
        return "NO_EMPLOYEE"
    if employee.status != "Active":
        return "EMPLOYEE_LEFT"
    if instance is None or not frappe.utils.cint(settings_of(employee.company).get("enabled", 1)):
        return "ASSISTANT_OFF"
    return {"Active": None, "Paused": "ASSISTANT_PAUSED"}.get(instance.status, "ASSISTANT_OFF")


def person_here(provision: bool = True) -> tuple[str, frappe._dict, frappe._dict]:
    """`(user, employee, instance)` of the person who calls for himself, or the refusal he gets."""
    user = require_person()
    employee = employee_of(user)
    instance = instance_of(employee.name) if employee else None
    if instance is None and provision and employee and employee.status == "Active":
        instance = _provision_at_first_use(employee)
    code = refusal_code(user, employee, instance)
    if code:
        fail(code)
    return user, employee, instance


def profile(user: str) -> dict[str, Any]:
    """profile: the person behind a login, with his assistant made at first use."""
    require_service()
    row = frappe.db.get_value("User", user, ["name", "full_name", "enabled", "language"], as_dict=True)
    if not row or row.name in ("Guest", "Administrator", frappe.session.user):
        fail("NOT_FOUND", "Not found")
    employee = employee_of(row.name)
    instance = instance_of(employee.name) if employee else None
    if instance is None and row.enabled and employee and employee.status == "Active":
        instance = _provision_at_first_use(employee)
    code = refusal_code(row.name, employee, instance)
    settings = settings_of(employee.company) if employee else None
    return {
        "user": row.name,
        "full_name": row.full_name,
        "enabled": bool(row.enabled),
        "epoch": epochs.epoch_of(row.name),
        "roles": sorted(frappe.get_roles(row.name)),
        "out_of_sight": _out_of_sight(row.name),
        "language": row.language or frappe.db.get_single_value("System Settings", "language") or "en",
        "time_zone": zone_of(row.name, employee.name if employee else None),
        "date_format": frappe.db.get_single_value("System Settings", "date_format") or "yyyy-mm-dd",
        "employee": _employee_view(employee),
        "instance": _instance_view(instance),
        "company": _company_view(employee.company) if employee else None,
        "settings": _settings_view(settings) if settings else None,
        "no_confirm_tools": [
            policy.tool
            for policy in settings.get("tool_policies") or []
            if policy.enabled and policy.no_confirm
        ]
        if settings
        else [],
        "personality": personality_view(employee.name, instance, settings) if employee else None,
        "consents": consents_of(employee.name) if employee else {},
        "refusal": {"code": code, "message": frappe._(CATALOGUE[code][1])} if code else None,
    }


def _out_of_sight(user: str) -> list[str]:
    """What of the assistant's common DocTypes the person may not read at all: nobody is offered those."""
    return [
        doctype
        for doctype in OFFERED_DOCTYPES
        if frappe.db.exists("DocType", doctype) and not frappe.has_permission(doctype, "read", user=user)
    ]


def whoami() -> dict[str, Any]:
    """whoami: the caller as Frappe knows him."""
    user = require_person()
    employee = employee_of(user)
    return {
        "user": user,
        "full_name": frappe.db.get_value("User", user, "full_name"),
        "time_zone": zone_of(user, employee.name if employee else None),
        "employee": employee.name if employee else None,
        "employee_name": employee.employee_name if employee else None,
        "company": employee.company if employee else None,
    }


def consents_of(employee: str) -> dict[str, dict[str, Any]]:
    """The newest word of an employee on each consent."""
    rows = frappe.get_all(
        "VA Consent Record",
        filters={"employee": employee},
        fields=["consent_type", "status", "version"],
        order_by="creation asc, name asc",
    )
    held = {row.consent_type: {"granted": row.status == "granted", "version": row.version} for row in rows}
    return {kind: held.get(kind, {"granted": False, "version": None}) for kind in CONSENT_TYPES}


def provision_department(department: str) -> dict[str, Any]:
    """provision_department: HR switches the assistant on for everybody of a department who has a login."""
    require_person()
    if is_delegated() or not {"HR Manager", "System Manager"} & set(frappe.get_roles()):
        fail("FORBIDDEN")
    if not frappe.has_permission("VA Instance", "create") or not frappe.has_permission(
        "Department", "read", department
    ):
        fail("FORBIDDEN")
    # get_list: HR provisions those he may see.
    people = frappe.get_list(
        "Employee",
        filters={"department": department, "status": "Active", "user_id": ["is", "set"]},
        fields=list(EMPLOYEE_FIELDS),
        limit_page_length=MAX_DEPARTMENT + 1,
        order_by="creation asc, name asc",
    )
    if len(people) > MAX_DEPARTMENT:
        fail(
            "OUT_OF_RANGE",
            frappe._("A department of more than {0} people is provisioned in parts.").format(MAX_DEPARTMENT),
        )
    created, skipped = [], []
    for person in people:
        if instance_of(person.name):
            continue
        frappe.db.savepoint("va_provision")
        try:
            created.append(provision(person, "HR Manager").name)
        except frappe.ValidationError as error:
            frappe.db.rollback(save_point="va_provision")
            skipped.append({"employee": person.employee_name, "reason": sentence_of(error)})
            frappe.clear_messages()
    return {"created": created, "existing": len(people) - len(created) - len(skipped), "skipped": skipped}


def provision(employee: frappe._dict, by: str) -> frappe._dict | None:
    """Makes the assistant of an employee from the template that fits. `by` is an option of provisioned_by."""
    template = template_for(employee)
    values: dict[str, Any] = {
        "doctype": "VA Instance",
        "employee": employee.name,
        "company": employee.company,
        "va_name": "Assistant",
        "status": "Active",
        "provisioned_by": by,
        "onboarded_at": frappe.utils.now(),
    }
    if template:
        values.update(
            {field: template.get(field) for field in _FROM_TEMPLATE if template.get(field) is not None}
        )
        values["template"] = template.name
    try:
        insert_doc(values)
    except frappe.DuplicateEntryError:
        # Two first messages at once: the other one made it.
        frappe.clear_messages()
    return instance_of(employee.name, newest=True)


def template_for(employee: frappe._dict) -> Any:
    """Role, then department, then the default of the company (decisions.md 17)."""
    names = frappe.get_all(
        "VA Template",
        filters={"company": employee.company, "enabled": 1},
        order_by="is_default desc, creation asc, name asc",
        pluck="name",
    )
    templates = [frappe.get_cached_doc("VA Template", name) for name in names]
    roles = set(frappe.get_roles(employee.user_id)) if employee.user_id else set()
    for template in templates:
        if roles.intersection(row.role for row in template.get("target_roles") or []):
            return template
    for template in templates:
        if employee.department in [row.department for row in template.get("target_departments") or []]:
            return template
    default = next((template for template in templates if template.is_default), None)
    if default:
        return default
    chosen = settings_of(employee.company).get("default_template")
    return next((template for template in templates if template.name == chosen), None)


def employee_saved(doc, method: str | None = None) -> None:
    """doc_events of Employee: provisioning, a new login, and what happens when somebody leaves."""
    before = doc.get_doc_before_save()
    if before is not None and before.get("user_id") != doc.user_id:
        reown(doc.name, doc.user_id)
        for user in (before.get("user_id"), doc.user_id):
            if user:
                epochs.bump(user, "employee")
    if doc.status != "Active":
        if before is not None and before.status == "Active":
            expire_pending(doc.name)
        return
    if doc.user_id and not frappe.flags.in_install and not instance_of(doc.name):
        _provision_new(doc)


def reown(employee: str, user: str | None) -> None:
    """Hands every VA record of an employee to the login he has now, so that `if_owner` follows the person."""
    for doctype in seeding.va_doctypes():
        if frappe.get_meta(doctype).has_field("employee"):
            frappe.db.set_value(
                doctype, {"employee": employee}, "owner", user or "Administrator", update_modified=False
            )


def expire_pending(employee: str) -> None:
    """What waits for a yes of somebody who left will not be asked for again."""
    for name in frappe.get_all(
        "VA Action Log", filters={"employee": employee, "status": "pending"}, pluck="name"
    ):
        save_doc(frappe.get_doc("VA Action Log", name), {"status": "expired"})


def _provision_new(doc) -> None:
    settings = settings_of(doc.company)
    if not (frappe.utils.cint(settings.enabled) and frappe.utils.cint(settings.auto_provision)):
        return
    frappe.db.savepoint("va_provision")
    try:
        provision(frappe._dict({field: doc.get(field) for field in EMPLOYEE_FIELDS}), "New Employee")
    except frappe.ValidationError:
        # HR's new employee must not fail on the assistant; first use tries again.
        frappe.db.rollback(save_point="va_provision")
        frappe.clear_messages()
        frappe.log_error(
            "Dartwing VA: no assistant for a new employee",
            reference_doctype="Employee",
            reference_name=doc.name,
        )


def _provision_at_first_use(employee: frappe._dict) -> frappe._dict | None:
    settings = settings_of(employee.company)
    if not (frappe.utils.cint(settings.enabled) and frappe.utils.cint(settings.auto_provision)):
        return None
    # Of two first messages at once the second waits here, and finds what the first one made.
    frappe.db.get_value("Employee", employee.name, "name", for_update=True)
    return instance_of(employee.name, newest=True) or provision(employee, "First Use")


def _employee_view(employee: frappe._dict | None) -> dict[str, Any] | None:
    if employee is None:
        return None
    boss = employee.reports_to and frappe.db.get_value("Employee", employee.reports_to, "user_id")
    view = {field: employee.get(field) for field in EMPLOYEE_FIELDS if field != "user_id"}
    return {**view, "reports_to_user": boss or None}


def _instance_view(instance: frappe._dict | None) -> dict[str, Any] | None:
    if instance is None:
        return None
    view = {field: value for field, value in instance.items() if field != "va_persona"}
    view["enabled_sub_agents"] = as_list(instance.enabled_sub_agents)
    view["modified"] = str(instance.modified)
    for flag in ("voice_enabled", "proactive_enabled"):
        view[flag] = bool(instance.get(flag))
    template = frappe.get_cached_doc("VA Template", instance.template) if instance.template else None
    view["voice_options"] = as_list(template.voice_options) if template else []
    return view


def _company_view(company: str) -> dict[str, Any]:
    row = frappe.db.get_value("Company", company, ["name", "default_currency", "country"], as_dict=True)
    return {"name": row.name, "currency": row.default_currency, "country": row.country}


def _settings_view(settings: Any) -> dict[str, Any]:
    return {
        "confirmation_expiry_s": frappe.utils.cint(settings.confirmation_expiry_s) or 900,
        "terms_version": settings.terms_version or "1",
        "terms_text": settings.terms_text or "",
        "allowed_privacy_modes": as_list(settings.allowed_privacy_modes) or ["normal"],
        "auto_provision": bool(frappe.utils.cint(settings.auto_provision)),
        "max_actions_per_turn": frappe.utils.cint(settings.max_actions_per_turn) or 10,
        "max_actions_per_minute": frappe.utils.cint(settings.max_actions_per_minute) or 30,
        "approvable_doctypes": as_list(settings.approvable_doctypes),
    }


def as_list(value: Any) -> list:
    """A JSON field that should hold a list."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            return []
    return value if isinstance(value, list) else []

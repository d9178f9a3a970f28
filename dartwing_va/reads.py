"""Reads for tools, under a delegation or the employee's own login (docs/site-api.md, Reads).

Each checks the caller first, because HRMS's own methods check nobody. What is refused and what does not exist answer
with the same bytes. No `from __future__ import annotations`: Frappe checks arguments by their annotations.
"""

import json
import re
from datetime import date as date_class
from datetime import datetime
from typing import Any

import frappe
from frappe import _

from dartwing_va.hooks import (
    calendar,
    callers,
    documents,
    finance,
    knowledge_sources,
    messages,
    people,
    webhooks,
)
from dartwing_va.hooks import knowledge as articles
from dartwing_va.hooks.core.delegation import is_denied
from dartwing_va.hooks.errors import fail, not_found

MAX_PEOPLE = 100
MAX_USERS = 20
MAX_NAMES = 50
MAX_DAYS = 366
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(?:\.\d{1,6})?")
_RIGHTS = ("read", "write", "create", "submit", "cancel", "delete")
_APPLICATION = "hrms.hr.doctype.leave_application.leave_application"


@frappe.whitelist(methods=["GET"])
def leave_details(employee: str | None = None, date: str | None = None) -> dict[str, Any]:
    """Balances as HRMS computes them: remaining is allocated less taken and expired, pending stands beside it."""
    _require_leave()
    person = _readable_employee(employee)
    day = _day(date) if date else frappe.utils.nowdate()
    details = frappe.get_attr(_APPLICATION + ".get_leave_details")(person.name, day)
    approver = details.get("leave_approver")
    return {
        "employee": person.name,
        "employee_name": person.employee_name,
        "date": day,
        "leave_allocation": {
            kind: dict(figures) for kind, figures in details.get("leave_allocation", {}).items()
        },
        "leave_approver": approver or None,
        "leave_approver_name": frappe.db.get_value("User", approver, "full_name") if approver else None,
        "lwps": list(details.get("lwps") or []),
    }


@frappe.whitelist(methods=["GET"])
def leave_days(
    leave_type: str,
    from_date: str,
    to_date: str,
    employee: str | None = None,
    half_day: int | None = None,
    half_day_date: str | None = None,
) -> dict[str, Any]:
    """How many days a leave would count, which holidays lie in it and which own requests overlap it."""
    _require_leave()
    person = _readable_employee(employee)
    start, end = _range(from_date, to_date)
    details = frappe.get_attr(_APPLICATION + ".get_leave_details")(person.name, start)
    allowed = [*details.get("leave_allocation", {}), *(details.get("lwps") or [])]
    if leave_type not in allowed and not frappe.db.exists("Leave Type", leave_type):
        not_found()
    count = frappe.get_attr(_APPLICATION + ".get_number_of_leave_days")
    half_date = _day(half_day_date) if half_day_date else None
    days = count(person.name, leave_type, start, end, frappe.utils.cint(half_day), half_date)
    overlaps = frappe.get_all(
        "Leave Application",
        filters={
            "employee": person.name,
            "docstatus": ["<", 2],
            "status": ["in", ["Open", "Approved"]],
            "from_date": ["<=", end],
            "to_date": [">=", start],
        },
        fields=["name", "from_date", "to_date", "status"],
        order_by="from_date asc, name asc",
    )
    return {
        "days": float(days or 0),
        "holidays": _holidays_of(person, start, end),
        "overlaps": [
            {**row, "from_date": str(row.from_date), "to_date": str(row.to_date)} for row in overlaps
        ],
        "allowed": allowed,
    }


@frappe.whitelist(methods=["GET"])
def directory(
    query: str | None = None,
    include_contact: int = 0,
    limit: int = 20,
    reports_to: str | None = None,
) -> dict[str, Any]:
    """Who works in the caller's company: name, function and superior; contact data on request."""
    me = _own_employee()
    rows = frappe.get_all(
        "Employee",
        filters={"company": me.company, "status": "Active"},
        fields=[
            "name",
            "employee_name",
            "user_id",
            "designation",
            "department",
            "reports_to",
            "company_email",
            "cell_number",
        ],
        order_by="employee_name asc, name asc",
    )
    words = (query or "")[:140].lower().split()
    rows = [row for row in rows if not reports_to or row.reports_to == reports_to]
    rows = [row for row in rows if _is_meant(row, words)][: max(1, min(limit, MAX_PEOPLE))]
    names = _names_of({row.reports_to for row in rows if row.reports_to}, me.company)
    return {"people": [_person_view(row, names, bool(include_contact)) for row in rows]}


@frappe.whitelist(methods=["GET"])
def free_busy(users: str | list, work: int = 0) -> dict[str, Any]:
    """When colleagues are busy, never with what. `from` and `to` are site time."""
    me = _own_employee()
    wanted = _name_list(users, MAX_USERS)
    start, end = _moments()
    colleagues = set(
        frappe.get_all(
            "Employee",
            filters={"user_id": ["in", wanted], "company": me.company, "status": "Active"},
            pluck="user_id",
        )
    )
    if set(wanted) - colleagues:
        not_found()
    busy = {user: calendar.busy(user, start, end) for user in wanted}
    return {"busy": busy, "off": {user: calendar.off(user, start, end) for user in wanted}} if work else {"busy": busy}


@frappe.whitelist(methods=["GET"])
def meetings() -> dict[str, Any]:
    """The caller's own meetings and those he is invited to between `from` and `to`, in site time."""
    me = _own_employee()
    start, end = _moments()
    return {"meetings": calendar.meetings(frappe.session.user, me.name, start, end)}


@frappe.whitelist(methods=["GET"])
def holidays(from_date: str, to_date: str, employee: str | None = None) -> dict[str, Any]:
    """The holidays of an employee between two days."""
    person = _readable_employee(employee)
    start, end = _range(from_date, to_date)
    return {"holidays": _holidays_of(person, start, end)}


@frappe.whitelist(methods=["GET"])
def rights(document_type: str, name: str | None = None) -> dict[str, Any]:
    """What the caller himself may do with a DocType or with one of its documents, and the workflow steps open to him."""
    _own_employee()
    stored = frappe.db.get_value("DocType", {"name": document_type}, ["name", "istable"], as_dict=True)
    if not stored or stored.name != document_type or stored.istable or is_denied(document_type):
        not_found()
    if not name:
        may = {right: bool(frappe.has_permission(document_type, right)) for right in _RIGHTS}
        return {"may": may, "workflow": None, "about": None}
    if frappe.db.get_value(document_type, {"name": name}, "name") != name:
        not_found()
    doc = frappe.get_doc(document_type, name)
    if not doc.has_permission("read"):
        not_found()
    may = {right: bool(doc.has_permission(right)) for right in _RIGHTS}
    return {"may": may, "workflow": documents.workflow_of(doc), "about": documents.about(doc)}


@frappe.whitelist(methods=["GET"])
def expense_details() -> dict[str, Any]:
    """How an expense claim of the caller is made: who decides on it, and which kinds his company takes."""
    me = _own_employee()
    _require_hrms(_("Expense claims are not installed on this site."))
    return finance.expense_details(me)


@frappe.whitelist(methods=["GET"])
def budget_status(
    against: str,
    name: str | None = None,
    date: str | None = None,
    from_date: str | None = None,
    to_date: str | None = None,
) -> dict[str, Any]:
    """Allocated, spent and remaining of the caller's own cost centre or of a project he is on."""
    me = _own_employee()
    if against not in ("department", "project"):
        fail("INVALID_FORMAT")
    span = _range(from_date, to_date) if from_date and to_date else None
    day = _day(date) if date else frappe.utils.nowdate()
    status = finance.budget_status(me, against, (name or "")[:140] or None, day, span)
    if status is None:
        not_found()
    return status


@frappe.whitelist(methods=["GET"])
def help_articles(names: str | list | None = None) -> dict[str, Any]:
    """The articles of the knowledge base that the caller may read; with `names` those alone, and what they say."""
    _own_employee()
    return articles.articles_view(None if names in (None, "") else _name_list(names, MAX_NAMES))


@frappe.whitelist(methods=["GET"])
def knowledge(
    documents: str | list | None = None,
    own: int | None = None,
    files: int | None = None,
    since: str | None = None,
) -> dict[str, Any]:
    """Which of these documents of the knowledge index the caller may read, and what he reads beside them."""
    _own_employee()
    pairs = [] if documents in (None, "") else _pair_list(documents, MAX_NAMES)
    if since and not _MOMENT.fullmatch(since):
        fail("INVALID_FORMAT")
    return knowledge_sources.view(
        pairs, bool(frappe.utils.cint(own)), bool(frappe.utils.cint(files)), since
    )


@frappe.whitelist(methods=["GET"])
def outgoing_mail() -> dict[str, Any]:
    """The address that the caller's mail would come from, and whether this site sends any."""
    _own_employee()
    address = frappe.db.get_value("User", frappe.session.user, "email") or frappe.session.user
    return {"sender": address, "available": bool(messages.outgoing_account(address))}


@frappe.whitelist(methods=["GET"])
def webhook_signature(agent: str, tool: str, timestamp: str, digest: str) -> dict[str, Any]:
    """Where a tool of a custom agent that the caller has sends its question to, and the signature for it."""
    person = _own_employee()
    if not callers.is_delegated():
        fail("FORBIDDEN")
    return webhooks.signature_view(person, agent, tool, timestamp, digest)


def _own_employee() -> frappe._dict:
    if not callers.is_delegated():
        callers.require_person()
    employee = people.employee_of(frappe.session.user)
    if employee is None:
        fail("NO_EMPLOYEE")
    if employee.status != "Active":
        fail("EMPLOYEE_LEFT")
    return employee


def _readable_employee(name: str | None) -> frappe._dict:
    me = _own_employee()
    if not name or name == me.name:
        return me
    stored = frappe.db.get_value("Employee", {"name": name}, "name")
    if stored != name or not frappe.has_permission("Employee", "read", doc=name):
        not_found()
    return frappe.db.get_value("Employee", name, list(people.EMPLOYEE_FIELDS), as_dict=True)


def _require_leave() -> None:
    _require_hrms(_("Leave is not installed on this site."))


def _require_hrms(otherwise: str) -> None:
    if "hrms" not in frappe.get_installed_apps():
        fail("NOT_FOUND", otherwise)


def _holidays_of(person: frappe._dict, start: str, end: str) -> list[dict[str, Any]]:
    from erpnext.setup.doctype.employee.employee import get_holiday_list_for_employee

    chosen = get_holiday_list_for_employee(person.name, raise_exception=False)
    if not chosen:
        return []
    rows = frappe.get_all(
        "Holiday",
        filters={"parent": chosen, "parenttype": "Holiday List", "holiday_date": ["between", [start, end]]},
        fields=["holiday_date", "description", "weekly_off"],
        order_by="holiday_date asc",
    )
    return [
        {
            "date": str(row.holiday_date),
            "description": frappe.utils.strip_html_tags(row.description or "").strip(),
            "weekly_off": bool(row.weekly_off),
        }
        for row in rows
    ]


def _names_of(employees: set[str], company: str) -> dict[str, str]:
    rows = frappe.get_all(
        "Employee",
        filters={"name": ["in", list(employees) or [""]], "company": company},
        fields=["name", "employee_name"],
    )
    return {row.name: row.employee_name for row in rows}


def _is_meant(row: frappe._dict, words: list[str]) -> bool:
    if len(words) == 1 and words[0] in ((row.user_id or "").lower(), row.name.lower()):
        return True
    text = f"{row.employee_name} {row.designation or ''} {row.department or ''}".lower()
    return all(word in text for word in words)


def _person_view(row: frappe._dict, names: dict[str, str], include_contact: bool) -> dict[str, Any]:
    view = {
        "employee": row.name,
        "employee_name": row.employee_name,
        "user": row.user_id or None,
        "designation": row.designation,
        "department": row.department,
        "reports_to": row.reports_to if row.reports_to in names else None,
        "reports_to_name": names.get(row.reports_to),
    }
    if include_contact:
        view["email"] = row.company_email or row.user_id or None
        view["cell"] = row.cell_number or None
    return view


def _name_list(given: str | list, most: int) -> list[str]:
    try:
        wanted = json.loads(given) if isinstance(given, str) else given
    except ValueError:
        wanted = None
    if not isinstance(wanted, list) or not 1 <= len(wanted) <= most:
        fail("INVALID_FORMAT")
    if not all(isinstance(name, str) and 0 < len(name) <= 140 for name in wanted):
        fail("INVALID_FORMAT")
    return list(dict.fromkeys(wanted))


def _pair_list(given: str | list, most: int) -> list[list[str]]:
    try:
        wanted = json.loads(given) if isinstance(given, str) else given
    except ValueError:
        wanted = None
    if not isinstance(wanted, list) or not 1 <= len(wanted) <= most:
        fail("INVALID_FORMAT")
    for pair in wanted:
        if not isinstance(pair, list) or len(pair) != 2:
            fail("INVALID_FORMAT")
        if not all(isinstance(part, str) and 0 < len(part) <= 140 for part in pair):
            fail("INVALID_FORMAT")
    return wanted


def _day(text: str) -> str:
    try:
        return str(date_class.fromisoformat(text))
    except ValueError:
        fail("INVALID_FORMAT")


def _moment(text: Any) -> Any:
    try:
        return datetime.fromisoformat(str(text)).replace(tzinfo=None)
    except ValueError:
        fail("INVALID_FORMAT")


def _moments() -> tuple[datetime, datetime]:
    # `from` is a word of the language, so the two are taken from the request's parameters.
    start = _moment(frappe.form_dict.get("from"))
    end = _moment(frappe.form_dict.get("to"))
    if not start < end or (end - start).days > MAX_DAYS:
        fail("OUT_OF_RANGE")
    return start, end


def _range(from_date: str, to_date: str) -> tuple[str, str]:
    start, end = _day(from_date), _day(to_date)
    if start > end:
        fail("OUT_OF_RANGE", _("The last day lies before the first."))
    if frappe.utils.date_diff(end, start) > MAX_DAYS:
        fail("OUT_OF_RANGE")
    return start, end

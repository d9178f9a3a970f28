"""Times of colleagues without their meaning, and the caller's own calendar with it (docs/site-api.md, Reads)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import frappe
from frappe.desk.doctype.event.event import get_events
from frappe.utils import add_days, add_to_date, cint, get_datetime

from . import people
from .times import day_in, site_naive, work_hours_of, zone_of

MAX_MEETINGS = 500
Interval = tuple[datetime, datetime]
_NAME_FIELDS = {"Employee": "employee_name", "User": "full_name"}


def busy(user: str, start: datetime, end: datetime) -> list[dict[str, str]]:
    """Open meetings of a person and approved leave, as intervals."""
    employee = people.employee_of(user).name
    invited = _invited(user, employee)
    intervals = [
        _interval(event)
        for event in _events(user, invited, start, end)
        # Public events of others are visible to everybody, and keep nobody busy.
        if event.owner == user or event.name in invited
    ]
    return _within([*intervals, *_on_leave(employee)], start, end)


def off(user: str, start: datetime, end: datetime) -> list[dict[str, str]]:
    """Outside a person's hours of work, weekly days off and holidays; nothing says which of them."""
    employee = people.employee_of(user)
    zone = zone_of(user, employee.name)
    hours = work_hours_of(employee.name)
    first, last = str(add_days(day_in(start, zone), -1)), str(add_days(day_in(end, zone), 1))
    free = _days_off(employee, first, last)
    stretches: list[Interval] = []
    day = first
    while day <= last:
        begins = site_naive(day, "00:00", zone)
        following = str(add_days(day, 1))
        ends = site_naive(following, "00:00", zone)
        if day in free:
            stretches.append((begins, ends))
        else:
            stretches.append((begins, site_naive(day, hours["from"], zone)))
            stretches.append((site_naive(day, hours["to"], zone), ends))
        day = following
    return _within(stretches, start, end)


def meetings(user: str, employee: str, start: datetime, end: datetime) -> list[dict[str, Any]]:
    """Own meetings, those whose host put the person on the list, and public ones; repeated ones one by one.

    Frappe shows an Event to its owner alone. An invitation is for the invited: title, times, place, host and guests.
    """
    invited = _invited(user, employee)
    found: dict[tuple[str, datetime], dict[str, Any]] = {}
    for event in [*_events(user, invited, start, end), *_past(user, invited, start, end)]:
        begins, ends = _interval(event)
        if not (begins < end and ends > start):
            continue
        if (event.name, begins) not in found:
            found[(event.name, begins)] = {
                **_view(event, user, event.name in invited),
                "from": str(begins),
                "to": str(ends),
            }
    return [found[key] for key in sorted(found, key=lambda key: (key[1], key[0]))][:MAX_MEETINGS]


def _view(event: Any, user: str, is_invited: bool) -> dict[str, Any]:
    plain = re.sub(r"<[^>]*>", "\n", event.description or "")
    place = re.search(r"^Location: (.+)$", plain, re.MULTILINE)
    return {
        "name": event.name,
        "subject": event.subject,
        "all_day": bool(event.all_day),
        "category": frappe.db.get_value("Event", event.name, "event_category") or None,
        "location": place.group(1).strip() if place else None,
        "host": event.owner,
        "host_name": frappe.db.get_value("User", event.owner, "full_name"),
        "own": event.owner == user,
        "invited": is_invited,
        "repeats": (event.repeat_on or None) if cint(event.repeat_this_event) else None,
        "participants": _guests(event.name),
    }


def _guests(event: str) -> list[dict[str, str | None]]:
    rows = frappe.get_all(
        "Event Participants",
        filters={"parent": event, "parenttype": "Event"},
        fields=["reference_doctype", "reference_docname", "email"],
        order_by="idx asc",
    )
    return [{"name": _name_of_guest(row), "email": row.email or None} for row in rows]


def _name_of_guest(row: Any) -> str:
    field = _NAME_FIELDS.get(row.reference_doctype)
    known = frappe.db.get_value(row.reference_doctype, row.reference_docname, field) if field else None
    return known or row.reference_docname


def _invited(user: str, employee: str) -> set[str]:
    rows: set[str] = set()
    for filters in (
        {"email": user},
        {"reference_doctype": "Employee", "reference_docname": employee},
        {"reference_doctype": "User", "reference_docname": user},
    ):
        rows.update(
            frappe.get_all("Event Participants", filters={**filters, "parenttype": "Event"}, pluck="parent")
        )
    return rows


def _events(user: str, invited: set[str], start: datetime, end: datetime) -> list[Any]:
    hosts = frappe.get_all("Event", filters={"name": ["in", list(invited) or [""]]}, pluck="owner", distinct=True)
    found: list[Any] = []
    for owner in {user, *hosts}:
        # Frappe's own function knows repeated events; it answers for whom it is told to.
        for event in get_events(str(start.date()), str(end.date()), user=owner):
            if owner == user or event.name in invited:
                found.append(event)
    return found


def _past(user: str, invited: set[str], start: datetime, end: datetime) -> list[Any]:
    """Frappe closes events that are over, and get_events leaves closed ones out."""
    mine = frappe.get_all("Event", filters={"owner": user, "status": ["in", ["Closed", "Completed"]]}, pluck="name")
    return frappe.get_all(
        "Event",
        filters={
            "name": ["in", [*mine, *invited] or [""]],
            "status": ["in", ["Closed", "Completed"]],
            "repeat_this_event": 0,
            "starts_on": ["between", [add_days(start, -1), end]],
        },
        fields=[
            "name",
            "subject",
            "description",
            "starts_on",
            "ends_on",
            "owner",
            "all_day",
            "repeat_this_event",
            "repeat_on",
        ],
    )


def _days_off(employee: Any, first: str, last: str) -> set[str]:
    from erpnext.setup.doctype.employee.employee import get_holiday_list_for_employee

    chosen = get_holiday_list_for_employee(employee.name, raise_exception=False)
    if not chosen:
        days = (str(add_days(first, count)) for count in range(frappe.utils.date_diff(last, first) + 1))
        return {day for day in days if get_datetime(day).weekday() > 4}
    rows = frappe.get_all(
        "Holiday",
        filters={"parent": chosen, "parenttype": "Holiday List", "holiday_date": ["between", [first, last]]},
        pluck="holiday_date",
    )
    return {str(day) for day in rows}


def _on_leave(employee: str) -> list[Interval]:
    if "hrms" not in frappe.get_installed_apps():
        return []
    rows = frappe.get_all(
        "Leave Application",
        filters={"employee": employee, "docstatus": 1, "status": "Approved"},
        fields=["from_date", "to_date"],
    )
    return [(get_datetime(row.from_date), add_to_date(get_datetime(row.to_date), days=1)) for row in rows]


def _interval(event: Any) -> Interval:
    begins = get_datetime(event.starts_on)
    ends = get_datetime(event.ends_on) if event.ends_on else add_to_date(begins, hours=1)
    if cint(event.get("all_day")):
        day = {"hour": 0, "minute": 0, "second": 0, "microsecond": 0}
        return begins.replace(**day), add_to_date(ends.replace(**day), days=1)
    return begins, ends


def _within(intervals: Iterable[Interval], start: datetime, end: datetime) -> list[dict[str, str]]:
    inside = {
        (max(begins, start), min(ends, end)) for begins, ends in intervals if begins < end and ends > start
    }
    return [{"from": str(begins), "to": str(ends)} for begins, ends in _merged(inside)]


def _merged(intervals: set[Interval]) -> list[Interval]:
    # Touching intervals become one, so that the number of meetings does not show.
    merged: list[Interval] = []
    for begins, ends in sorted(intervals):
        if merged and begins <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(ends, merged[-1][1]))
        else:
            merged.append((begins, ends))
    return merged

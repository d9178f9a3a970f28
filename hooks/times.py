"""Epoch milliseconds and Frappe's naive site time, back and forth."""

from __future__ import annotations

import time
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import frappe
from frappe.utils import get_system_timezone


def now_ms() -> int:
    """Epoch milliseconds."""
    return time.time_ns() // 1_000_000


def site_datetime(ms: int) -> str:
    """Naive site time of an epoch in ms, as Frappe stores it."""
    return _local(ms, _zone(get_system_timezone())).strftime("%Y-%m-%d %H:%M:%S.%f")


def epoch_ms(naive: datetime | str | None) -> int:
    """Epoch milliseconds of a naive site time; of two readings (clock set back) the first. Nothing is 0."""
    there = frappe.utils.get_datetime(naive) if naive else None
    return int(there.replace(tzinfo=_zone(get_system_timezone())).timestamp() * 1000) if there else 0


def utc_iso(ms: int) -> str:
    """ISO 8601 in UTC."""
    return (
        datetime.fromtimestamp(ms / 1000, timezone.utc)
        .isoformat(timespec="milliseconds")
        .replace("+00:00", "Z")
    )


def zone_of(user: str, employee: str | None = None) -> str:
    """The zone of a person: VA Personality.timezone, else User.time_zone, else the site's (decisions.md 11)."""
    chosen = frappe.db.get_value("VA Personality", {"employee": employee}, "timezone") if employee else None
    return chosen or frappe.db.get_value("User", user, "time_zone") or get_system_timezone()


def work_hours_of(employee: str) -> dict[str, str]:
    """`HH:MM` in the person's zone: VA Personality, else nine to five."""
    fields = ["work_hours_start", "work_hours_end"]
    row = frappe.db.get_value("VA Personality", {"employee": employee}, fields) or (None, None)
    start, end = (str(value).rjust(8, "0")[:5] if value is not None else None for value in row)
    hours = {"from": start or "09:00", "to": end or "17:00"}
    return hours if hours["from"] < hours["to"] else {"from": "09:00", "to": "17:00"}


def site_naive(day: str, clock: str, zone: str) -> datetime:
    """What the site's clock shows when that of `zone` shows a time of a day."""
    there = datetime.fromisoformat(f"{day} {clock}").replace(tzinfo=_zone(zone))
    return there.astimezone(_zone(get_system_timezone())).replace(tzinfo=None)


def day_in(naive: datetime, zone: str) -> str:
    """The day that `zone` has when the site's clock shows `naive`."""
    return str(naive.replace(tzinfo=_zone(get_system_timezone())).astimezone(_zone(zone)).date())


def day_start_ms(zone: str, at_ms: int) -> int:
    """When the day of `at_ms` began in `zone`, in epoch ms."""
    there = _local(at_ms, _zone(zone))
    start = there.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    if start > there:
        start -= timedelta(days=1)
    return int(start.timestamp() * 1000)


def _local(ms: int, zone: ZoneInfo) -> datetime:
    return datetime.fromtimestamp(ms / 1000, timezone.utc).astimezone(zone)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo(get_system_timezone())

"""Articles of Frappe's knowledge base that a person may read.

Help Article grants its REST rights to editors and contributors alone; everybody who is signed in reads the published ones on
the website. Both ways count here, so that the assistant knows what the person could open and nothing else.
"""

from __future__ import annotations

from typing import Any

import frappe

MAX_ARTICLES = 2000
MAX_CONTENT_CHARS = 100_000
MAX_OWN = 500
MAX_RECENT = 100
_FIELDS = ("name", "title", "category", "author", "level", "route", "published", "modified")


def articles_view(names: list[str] | None) -> dict[str, Any]:
    """`{articles, categories, more}`: what the person may read, newest first; with `names` those alone and their content."""
    rows = _readable()
    shown = rows if names is None else [row for row in rows if row.name in set(names)]
    contents = _contents([row.name for row in shown]) if names is not None else {}
    return {
        "articles": [_view(row, contents) for row in shown[:MAX_ARTICLES]],
        "categories": _categories(rows),
        "more": len(shown) > MAX_ARTICLES,
    }


def unpublished_view() -> list[dict[str, Any]]:
    """What the caller reads by his own rights and not on the website: an editor's drafts, an internal category."""
    if not frappe.has_permission("Help Article", "read"):
        return []
    return [_view(row, {}) for row in _readable() if not _is_open(row)][:MAX_OWN]


def recent_view(since: str) -> list[dict[str, Any]]:
    """Published articles that were written at `since` or later and that the caller may read: the index may not have them yet."""
    categories = frappe.get_all("Help Category", filters={"published": 1}, pluck="name")
    rows = frappe.get_all(
        "Help Article",
        filters={"published": 1, "category": ["in", categories or [""]], "modified": [">=", since]},
        fields=list(_FIELDS),
        order_by="modified desc, name asc",
        limit_page_length=MAX_RECENT,
    )
    return [_view(row, {}) for row in rows if _is_allowed(row)]


def readable_facts(name: str) -> dict[str, Any] | None:
    """An article as the index knows it, when the caller may read it."""
    row = frappe.db.get_value("Help Article", name, [*_FIELDS, "creation"], as_dict=True)
    if not row or not (
        (row.published and _is_open(row) and _is_allowed(row))
        or frappe.has_permission("Help Article", "read", doc=name)
    ):
        return None
    facts = {"title": row.title or row.name, "folder": row.category or "", "route": row.route or None}
    return {"name": row.name, "public": bool(row.published), "modified": str(row.modified), **facts}


def has_published() -> bool:
    """Whether there is anything that everybody who is signed in reads."""
    return bool(frappe.db.exists("Help Article", {"published": 1}))


def _is_open(row: frappe._dict) -> bool:
    return bool(row.published and frappe.db.get_value("Help Category", row.category, "published"))


def _readable() -> list[frappe._dict]:
    order = "modified desc, name asc"
    page = {"fields": list(_FIELDS), "order_by": order, "limit_page_length": MAX_ARTICLES + 1}
    own = frappe.get_list("Help Article", **page) if frappe.has_permission("Help Article", "read") else []
    known = {row.name for row in own}
    open_categories = frappe.get_all("Help Category", filters={"published": 1}, pluck="name")
    filters = {"published": 1, "category": ["in", open_categories or [""]]}
    published = frappe.get_all("Help Article", filters=filters, **page)
    rows = [*own, *(row for row in published if row.name not in known and _is_allowed(row))]
    # Sorted twice, as the names go up while the dates go down.
    rows.sort(key=lambda row: row.name)
    rows.sort(key=lambda row: str(row.modified), reverse=True)
    return rows


def _is_allowed(row: frappe._dict) -> bool:
    """What user permissions and the hooks of other apps keep from somebody stays kept, also where the website would show it."""
    from frappe.permissions import has_controller_permissions, has_user_permission

    doc = frappe.get_doc({"doctype": "Help Article", **row})
    return has_user_permission(doc, frappe.session.user) and has_controller_permissions(
        doc, "read", frappe.session.user
    )


def _contents(names: list[str]) -> dict[str, str]:
    filters = {"name": ["in", names or [""]]}
    rows = frappe.get_all("Help Article", filters=filters, fields=["name", "content"])
    return {row.name: (row.content or "")[:MAX_CONTENT_CHARS] for row in rows}


def _view(row: frappe._dict, contents: dict[str, str]) -> dict[str, Any]:
    view = {
        **{field: row[field] or None for field in ("title", "category", "author", "level", "route")},
        "name": row.name,
        "published": bool(row.published),
        "modified": str(row.modified),
    }
    return {**view, "content": contents[row.name]} if row.name in contents else view


def _categories(rows: list[frappe._dict]) -> list[dict[str, Any]]:
    """Those that hold something for this person, counted over what he may read: Frappe's own count tells of more."""
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.category] = counts.get(row.category, 0) + 1
    descriptions = {
        row.name: row.category_description
        for row in frappe.get_all(
            "Help Category",
            filters={"name": ["in", list(counts) or [""]]},
            fields=["name", "category_description"],
        )
    }
    return [
        {"name": name, "description": descriptions.get(name) or None, "articles": counts[name]}
        for name in sorted(counts)
    ]

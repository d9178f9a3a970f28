"""What the assistant may index, and what of it a person may read (docs/site-api.md, Knowledge).

Indexed is what is published (Help Articles, Wiki pages) and the Files of the folders that a company names in VA Company
Settings, as far as the service user's own rights reach. The index answers nobody: who asks is checked here again, as himself.
"""

from __future__ import annotations

import base64
import os
from typing import Any

import frappe

from . import knowledge
from .callers import require_service
from .errors import fail, not_found
from .people import employee_of

PAGE = 500
MAX_FILES = 500
MAX_TEXTS = 20
MAX_FILE_BYTES = 5 * 1024 * 1024
FORMATS = {
    ".txt": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".pdf": "pdf",
    ".docx": "docx",
}
# The Wiki app 2 and 3: DocType, its field "published", and the one that opens a page to everybody, if there is one.
WIKIS = {"Wiki Page": ("published", "allow_guest"), "Wiki Document": ("is_published", None)}
_FILE = ("name", "file_name", "file_url", "folder", "is_private", "file_size", "modified", "creation")


def sources(doctype: str, start: int) -> dict[str, Any]:
    """knowledge_sources: `{documents, more}`, one page of what may be indexed of a DocType."""
    require_service()
    start = max(0, frappe.utils.cint(start))
    if doctype == "Help Article":
        rows = _articles(start)
    elif doctype == "File":
        rows = _listed_files()[start : start + PAGE + 1]
    elif doctype in WIKIS:
        rows = _wiki_pages(doctype, start)
    else:
        fail("INVALID_FORMAT")
    return {"documents": rows[:PAGE], "more": len(rows) > PAGE}


def texts(doctype: str, names: list[str]) -> dict[str, Any]:
    """knowledge_texts: `{documents}` with what they say; what may not be indexed is not there."""
    require_service()
    documents = []
    for name in names[:MAX_TEXTS]:
        facts = _source(doctype, name)
        if facts is None:
            continue
        if doctype == "File":
            documents.append({**facts, "data": _file_data(name)})
        else:
            content = frappe.db.get_value(doctype, name, "content") or ""
            documents.append({**facts, "content": content[: knowledge.MAX_CONTENT_CHARS]})
    return {"documents": documents}


def view(documents: list[list[str]], own: bool, files: bool, since: str | None) -> dict[str, Any]:
    """reads.knowledge: which of these the caller may read, what he reads beside the published, and his company's files."""
    company = employee_of(frappe.session.user).company
    readable = [facts for facts in (_readable(doctype, name, company) for doctype, name in documents) if facts]
    answer: dict[str, Any] = {"documents": readable}
    if own:
        answer["own"] = knowledge.unpublished_view()
        answer["anything"] = bool(readable or answer["own"] or knowledge.has_published())
    if since:
        answer["recent"] = knowledge.recent_view(since)
    if files:
        listed = [facts for facts in _listed_files(company) if _may_read_file(facts["name"], facts["public"])]
        found = [{"doctype": "File", **facts} for facts in listed]
        for doctype in WIKIS:
            pages = _wiki_pages(doctype, 0, everything=True)
            found += [{"doctype": doctype, **facts} for facts in pages if _may_read_wiki(doctype, facts)]
        answer["files"] = found[:MAX_FILES]
    return answer


def is_source(doc) -> bool:
    """True for a document whose change the index has to follow."""
    if doc.doctype != "File":
        return True
    before = doc.get_doc_before_save()
    folders = [doc.folder, before.folder if before else None]
    listed = [name for names in company_folders().values() for name in names]
    return any(_is_within(folder, listed) for folder in folders if folder)


def company_folders() -> dict[str, list[str]]:
    """The folders of Files that each company names, one a line."""
    rows = frappe.get_all("VA Company Settings", fields=["company", "knowledge_folders"])
    lines = {row.company: (row.knowledge_folders or "").splitlines() for row in rows}
    return {
        company: [line.strip().rstrip("/") for line in names if line.strip()]
        for company, names in lines.items()
        if any(name.strip() for name in names)
    }


def _is_within(folder: str, listed: list[str]) -> bool:
    return any(folder == name or folder.startswith(f"{name}/") for name in listed)


def _source(doctype: str, name: str) -> dict[str, Any] | None:
    if doctype == "Help Article":
        rows = _articles(0, name)
    elif doctype == "File":
        rows = _listed_files(name=name)
    elif doctype in WIKIS:
        rows = _wiki_pages(doctype, 0, name=name)
    else:
        fail("INVALID_FORMAT")
    return rows[0] if rows else None


def _articles(start: int, name: str | None = None) -> list[dict[str, Any]]:
    """Published articles of open categories: what everybody who is signed in reads on the website."""
    categories = frappe.get_all("Help Category", filters={"published": 1}, pluck="name")
    filters = {"published": 1, "category": ["in", categories or [""]], **({"name": name} if name else {})}
    fields = ["name", "title", "category", "route", "modified", "creation"]
    rows = frappe.get_all(
        "Help Article",
        filters=filters,
        fields=fields,
        order_by="name asc",
        limit_start=start,
        limit_page_length=PAGE + 1,
    )
    return [_facts(row, title=row.title, folder=row.category, route=row.route, format="html") for row in rows]


def _wiki_pages(
    doctype: str, start: int, *, name: str | None = None, everything: bool = False
) -> list[dict[str, Any]]:
    """Published pages, where the Wiki app is installed; those that are not open to all only where the caller's rights reach."""
    if not frappe.db.exists("DocType", doctype):
        return []
    published, guests = WIKIS[doctype]
    filters = {published: 1, **({"name": name} if name else {})}
    if not everything and not frappe.has_permission(doctype, "read"):
        if guests is None:
            return []
        filters[guests] = 1
    fields = ["name", "title", "route", "modified", "creation", *([guests] if guests else [])]
    rows = frappe.get_all(
        doctype,
        filters=filters,
        fields=fields,
        order_by="name asc",
        limit_start=start,
        limit_page_length=PAGE + 1,
    )
    return [
        _facts(
            row,
            title=row.title,
            folder=f"Wiki/{(row.route or '').rsplit('/', 1)[0]}",
            route=row.route,
            format="markdown",
            public=bool(guests and row[guests]),
        )
        for row in rows
    ]


def _listed_files(company: str | None = None, name: str | None = None) -> list[dict[str, Any]]:
    """Files in the folders of the companies (or of one), each with those companies, as far as the service user may read them."""
    folders = company_folders()
    if company is not None:
        folders = {company: folders.get(company, [])}
    listed = sorted({one for names in folders.values() for one in names})
    if not listed:
        return []
    # A wildcard in a name finds too much, which `_is_within` puts right.
    within = [["folder", "like", f"{one}/%"] for one in listed]
    rows = frappe.get_all(
        "File",
        filters={"is_folder": 0, "file_size": ["<=", MAX_FILE_BYTES], **({"name": name} if name else {})},
        or_filters=[["folder", "in", listed], *within],
        fields=list(_FILE),
        order_by="name asc",
        limit_page_length=0,
    )
    found = []
    for row in rows:
        kind = FORMATS.get(os.path.splitext(row.file_name or "")[1].lower())
        owners = [one for one, names in folders.items() if _is_within(row.folder or "", names)]
        if kind is None or not owners or not (company or _may_read_file(row.name, not row.is_private)):
            continue
        title = os.path.splitext(row.file_name)[0].replace("_", " ").replace("-", " ").strip()
        facts = _facts(
            row,
            title=title or row.name,
            folder=row.folder,
            route=row.file_url,
            format=kind,
            public=not row.is_private,
        )
        found.append({**facts, "companies": owners, "size": row.file_size or 0})
    return found


def _facts(
    row: frappe._dict, *, title: str, folder: str | None, route: str | None, format: str, public: bool = True
) -> dict[str, Any]:
    return {
        "name": row.name,
        "title": title or row.name,
        "folder": folder or "",
        "route": route or None,
        "format": format,
        "public": public,
        "companies": [],
        "modified": str(row.modified),
        "created": str(row.creation),
    }


def _readable(doctype: str, name: str, company: str) -> dict[str, Any] | None:
    """The facts of a document that the caller may read; None when he may not, and when it is not there."""
    if doctype == "Help Article":
        facts = knowledge.readable_facts(name)
    elif doctype == "File":
        rows = _listed_files(company, name)
        facts = rows[0] if rows and _may_read_file(name, rows[0]["public"]) else None
    elif doctype in WIKIS:
        rows = _wiki_pages(doctype, 0, name=name, everything=True)
        facts = rows[0] if rows and _may_read_wiki(doctype, rows[0]) else None
    else:
        facts = None
    return {"doctype": doctype, **facts} if facts else None


def _may_read_file(name: str, public: bool) -> bool:
    # A public file opens for whoever has its address, signed in or not.
    return public or bool(frappe.has_permission("File", "read", doc=name))


def _may_read_wiki(doctype: str, facts: dict[str, Any]) -> bool:
    return facts["public"] or bool(frappe.has_permission(doctype, "read", doc=facts["name"]))


def _file_data(name: str) -> str:
    """Content of a File, base64. Refused and non-existing look the same."""
    file = frappe.get_doc("File", name)
    try:
        with open(file.get_full_path(), "rb") as stored:
            data = stored.read(MAX_FILE_BYTES + 1)
    except OSError:
        data = b""
    if len(data) > MAX_FILE_BYTES:
        not_found()
    return base64.b64encode(data).decode()

"""Who sees whose VA records, beside the role rows: own ones, HR's and Compliance's of the own company, all for a
System Manager. Both hooks are needed: one covers lists, the other documents."""

from __future__ import annotations

import frappe

from .callers import service_user

# Whose role rows reach beyond their own records, within their company.
_COMPANY_ROLES = {"HR Manager", "Compliance Officer"}


def query_conditions(user: str | None = None, doctype: str | None = None) -> str:
    """SQL that is AND-ed to lists of a VA DocType. Blank means no restriction."""
    user = user or frappe.session.user
    if _sees_all(user):
        return ""
    if not doctype:
        return "1=0"
    table = f"`tab{doctype}`"
    own = f"{table}.`owner` = {frappe.db.escape(user)}"
    company = _company_of(user)
    if _COMPANY_ROLES.intersection(frappe.get_roles(user)) and frappe.get_meta(doctype).has_field("company"):
        return f"({own} or {table}.`company` = {frappe.db.escape(company)})" if company else own
    return own


def has_permission(doc, ptype: str | None = None, user: str | None = None, debug: bool = False) -> bool:
    """The same for a document. It can only deny; Frappe 16 takes None for a no."""
    user = user or frappe.session.user
    if _sees_all(user) or isinstance(doc, str) or doc is None or doc.get("__islocal"):
        return True
    if doc.get("owner") == user:
        return True
    if not _COMPANY_ROLES.intersection(frappe.get_roles(user)) or not doc.meta.has_field("company"):
        return False
    company = _company_of(user)
    return bool(company) and doc.get("company") == company


def _sees_all(user: str) -> bool:
    return user in ("Administrator", service_user()) or "System Manager" in frappe.get_roles(user)


def _company_of(user: str) -> str | None:
    return frappe.db.get_value("Employee", {"user_id": user, "status": "Active"}, "company")

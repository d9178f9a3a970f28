"""The base of every VA DocType: names, owner, company, and guards against writing what only the app may write."""

from __future__ import annotations

import os

import frappe
from frappe import _
from frappe.model.document import Document

from .core.names import is_name, make_name
from .errors import fail
from .times import now_ms

# An object cannot come from JSON, so no request can claim this permission.
WRITE = object()


# The app's own bookkeeping, whatever a subclass says.
_ALWAYS_GUARDED = frozenset({"VA Audit Head", "VA Session", "VA User Epoch"})


class VADocument(Document):
    """`va_prefix`: of names made by us. `va_append_only`: inserted by the app, then never changed.
    `va_guarded`: inserted and changed by the app only. Both can only be deleted by erasure, never through an API."""

    va_prefix: str | None = None
    va_append_only = False
    va_guarded = False

    def insert(self, *args, **kwargs):
        self._guard()
        return super().insert(*args, **kwargs)

    def _save(self, *args, **kwargs):
        # Also reached by set_value, bulk edit and import; a row that says it is new goes on from here to insert.
        self._guard()
        return super()._save(*args, **kwargs)

    def validate(self):
        """For subclasses to extend."""

    def before_naming(self):
        if (self.meta.autoname or "").lower() != "prompt":
            return
        if not self.name:
            self.name = self.make_va_name()
        elif self.va_prefix and not is_name(self.name, self.va_prefix):
            fail(
                "VALIDATION_ERROR",
                _("A name of {0} starts with {1}_.").format(_(self.doctype), self.va_prefix),
            )
        for field in self.meta.fields:
            if field.fieldname.endswith("_id") and field.unique and field.read_only:
                self.set(field.fieldname, self.name)

    def make_va_name(self) -> str:
        """A fresh sortable name of this kind."""
        return new_name(self.va_prefix or "va")

    def set_user_and_timestamp(self):
        # Runs early on every way into the database, before links and permissions are checked.
        super().set_user_and_timestamp()
        if self.is_new():
            self._set_owner_and_company()
        elif self.flags.get("va_write") is not WRITE:
            self._refuse_moving()

    def on_trash(self):
        self._guard()

    def before_rename(self, *args, **kwargs):
        frappe.throw(_("{0} cannot be renamed").format(_(self.doctype)), frappe.PermissionError)

    def _refuse_moving(self):
        # Frappe puts a changed naming field back without a word, after it has fetched what hangs on the new value.
        fixed = [field for field in ("employee", "company", "user") if self.meta.has_field(field)]
        stored = frappe.db.get_value(self.doctype, self.name, fixed, as_dict=True) if fixed else None
        for field in fixed:
            if (
                stored
                and stored[field]
                and self.meta.get_field(field).set_only_once
                and self.get(field) != stored[field]
            ):
                label = _(self.meta.get_label(field))
                frappe.throw(_("{0} cannot be changed").format(label), frappe.CannotChangeConstantError)

    def _set_owner_and_company(self):
        if self.meta.has_field("employee") and self.get("employee"):
            employee = _employee(self.employee)
            if not employee:
                return
            # Nobody owns the row of an employee without a login; Employee.user_id re-owns it later.
            self.owner = employee.user_id or "Administrator"
            if self.meta.has_field("company"):
                self.company = employee.company
        elif self.meta.has_field("user") and self.get("user"):
            self.owner = self.user
        for row in self.get_all_children():
            row.owner = self.owner

    def _guard(self):
        if self.flags.get("va_write") is WRITE:
            return
        if self.va_append_only or self.va_guarded or self.doctype in _ALWAYS_GUARDED:
            frappe.throw(
                _("{0} is written by the assistant alone and cannot be changed").format(_(self.doctype)),
                frappe.PermissionError,
            )


def _employee(name: str):
    looked_up = frappe.flags.get("va_employees")
    if looked_up is None:
        looked_up = {}
    if name not in looked_up:
        looked_up[name] = frappe.db.get_value("Employee", name, ["user_id", "company"], as_dict=True)
    return looked_up[name]


def new_name(prefix: str) -> str:
    """A fresh sortable name: prefix, time and chance."""
    return make_name(prefix, now_ms(), os.urandom(10))


def insert_doc(values: dict) -> Document:
    """Inserts a row of ours past the guards and the role permissions; the owner comes from its employee."""
    doc = frappe.get_doc(values)
    doc.flags.va_write = WRITE
    return doc.insert(ignore_permissions=True)


def save_doc(doc: Document, values: dict) -> Document:
    """Changes a row of ours past the guards and the role permissions. Versions are not kept."""
    doc.update(values)
    doc.flags.va_write = WRITE
    return doc.save(ignore_permissions=True, ignore_version=True)

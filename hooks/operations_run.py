"""Running the operations of an action as the employee, whole or not at all (design.md 4, real-site-findings.md 18)."""

from __future__ import annotations

from contextlib import contextmanager
from typing import Any

import frappe
from frappe import _

from . import documents, messages
from .core.operations import resolved
from .errors import fail

_BACKGROUND = "queue_in_background"


class InnerCommitError(frappe.ValidationError):
    """Something below an operation tried to commit or roll back on its own."""


@contextmanager
def no_inner_commit():
    """While the block runs, a commit of anybody raises; an inner rollback is found out at the end."""
    state = {"armed": True, "broken": False}

    def refuse_commit():
        if state["armed"]:
            state["broken"] = True
            # run() has taken this callback off the queue: whoever catches the error must not get through next time.
            frappe.db.before_commit.add(refuse_commit)
            raise InnerCommitError(_("That document saves itself in steps, which the assistant may not do."))

    def note_rollback():
        state["broken"] = state["broken"] or state["armed"]

    frappe.db.before_commit.add(refuse_commit)
    frappe.db.before_rollback.add(note_rollback)
    try:
        yield
        if state["broken"]:
            raise InnerCommitError(_("That document saves itself in steps, which the assistant may not do."))
    finally:
        state["armed"] = False


def run(operations: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Runs operations of the right shape in order: `{documents, before, after}`. The caller is the employee by now.

    An operation may carry `privileged`: the delete of an own insert, our only privilege (decisions.md 13).
    """
    done, before, after = [], [], []
    with no_inner_commit():
        for stored in operations:
            operation = _resolved(stored, done)
            fields = list(operation.get("values", {}))
            doc = _target(operation)
            if doc is not None and operation["op"] != "method":
                before.append(documents.snapshot(doc, fields))
            result = _RUNNERS[operation["op"]](operation, doc)
            done.append(_record(operation, result))
            if operation["op"] not in ("delete", "method"):
                after.append(documents.snapshot(result, fields))
    return {"documents": done, "before": before, "after": after}


def _resolved(operation: dict[str, Any], done: list[dict[str, Any]]) -> dict[str, Any]:
    if "values" not in operation:
        return operation
    return {**operation, "values": resolved(operation["values"], [record["name"] for record in done])}


def _target(operation: dict[str, Any]) -> Any:
    """The document of an operation, locked; refuses when it is not any more what the card showed."""
    if operation["op"] == "insert":
        return None
    if operation["op"] == "method":
        args = operation["args"]
        return documents.load(args["doctype"], args["name"]) if "doctype" in args else None
    doctype, name = operation["doctype"], operation["name"]
    doc = documents.load(doctype, name, lock=True)
    changes = documents.changes_since(doc, operation["from"])
    if changes:
        fail("DOCUMENT_CHANGED", meta={"changes": changes})
    return doc


def _insert(operation: dict[str, Any], doc: None) -> Any:
    doctype, values = operation["doctype"], operation["values"]
    if (
        not frappe.db.exists("DocType", doctype)
        or frappe.get_meta(doctype).issingle
        or frappe.get_meta(doctype).istable
    ):
        fail("NOT_FOUND", "Not found")
    fresh = frappe.new_doc(doctype)
    fresh.update(_known(doctype, values))
    _stay_inside(fresh)
    fresh.insert()
    return _as_asked(fresh, values)


def _update(operation: dict[str, Any], doc: Any) -> Any:
    doc.update(_known(doc.doctype, operation["values"]))
    _stay_inside(doc)
    doc.save()
    return _as_asked(doc, operation["values"])


def _submit(operation: dict[str, Any], doc: Any) -> Any:
    _refuse_background(doc)
    doc.submit()
    return _with_docstatus(doc, 1)


def _cancel(operation: dict[str, Any], doc: Any) -> Any:
    _refuse_background(doc)
    doc.cancel()
    return _with_docstatus(doc, 2)


def _delete(operation: dict[str, Any], doc: Any) -> Any:
    frappe.delete_doc(doc.doctype, doc.name, ignore_permissions=bool(operation.get("privileged")))
    if documents.exists(doc.doctype, doc.name):
        fail("UNPROCESSABLE_ENTITY")
    return doc


def _workflow(operation: dict[str, Any], doc: Any) -> Any:
    from frappe.model.workflow import apply_workflow, get_transitions, get_workflow

    _refuse_background(doc)
    wanted = {row.next_state for row in get_transitions(doc) if row.action == operation["action"]}
    apply_workflow(doc, operation["action"])
    fresh = frappe.get_doc(doc.doctype, doc.name)
    if fresh.get(get_workflow(doc.doctype).workflow_state_field) not in wanted:
        fail("UNPROCESSABLE_ENTITY")
    return fresh


def _method(operation: dict[str, Any], doc: Any) -> Any:
    return messages.send(operation["method"], operation["args"], doc)


_RUNNERS = {
    "insert": _insert,
    "update": _update,
    "submit": _submit,
    "cancel": _cancel,
    "delete": _delete,
    "workflow": _workflow,
    "method": _method,
}


def _known(doctype: str, values: dict[str, Any]) -> dict[str, Any]:
    meta = frappe.get_meta(doctype)
    unknown = sorted(field for field in values if not meta.has_field(field))
    if unknown:
        fail("UNPROCESSABLE_ENTITY", _("{0} has no field {1}.").format(_(doctype), unknown[0]))
    return values


def _stay_inside(doc: Any) -> None:
    # Google's calendar would be called over HTTP from within the transaction.
    if doc.meta.has_field("sync_with_google_calendar"):
        doc.sync_with_google_calendar = 0


def _refuse_background(doc: Any) -> None:
    if frappe.utils.cint(doc.meta.get(_BACKGROUND)):
        fail(
            "UNPROCESSABLE_ENTITY",
            _("{0} is submitted in the background, which cannot be confirmed here.").format(_(doc.doctype)),
        )


def _as_asked(doc: Any, asked: dict[str, Any]) -> Any:
    fresh = frappe.get_doc(doc.doctype, doc.name)
    ignored = documents.not_taken(fresh, asked)
    if ignored:
        names = ", ".join(_(name) for name in ignored)
        fail(
            "UNPROCESSABLE_ENTITY",
            _("You may not set this yourself: {0}.").format(names),
            {"fields": ignored},
        )
    return fresh


def _with_docstatus(doc: Any, wanted: int) -> Any:
    fresh = frappe.get_doc(doc.doctype, doc.name)
    if fresh.docstatus != wanted:
        fail("UNPROCESSABLE_ENTITY")
    return fresh


def _record(operation: dict[str, Any], doc: Any) -> dict[str, Any]:
    return {
        "doctype": doc.doctype,
        "name": str(doc.name),
        "op": operation["op"],
        "docstatus": int(doc.docstatus or 0),
        "modified": str(doc.modified),
    }

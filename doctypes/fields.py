"""Refuses a field of a document with a sentence that an administrator understands."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from dartwing_va.dartwing_va.doctype.checks import (
    BUILT_IN_AGENTS,
    CHOICES,
    Fault,
    check_dimensions,
    is_voice_name,
    json_object,
    parse,
    text_list,
)


def label(doc: Document, field: str) -> str:
    """The translated label of a field."""
    return _(doc.meta.get_label(field))


def normal_json(doc: Document, *fields: str) -> None:
    """Blank JSON fields become NULL: MariaDB refuses an empty text in a JSON column."""
    for field in fields:
        if isinstance(doc.get(field), str) and not doc.get(field).strip():
            doc.set(field, None)


def require_list(doc: Document, field: str) -> list[str]:
    """The texts in a JSON field; refuses anything but a list of texts."""
    normal_json(doc, field)
    try:
        return text_list(doc.get(field))
    except Fault:
        frappe.throw(_('{0} must be a list of texts such as ["one", "two"].').format(label(doc, field)))


def require_object(doc: Document, field: str) -> dict[str, Any]:
    """The object in a JSON field; refuses anything else."""
    normal_json(doc, field)
    try:
        return json_object(doc.get(field))
    except Fault:
        frappe.throw(_('{0} must be a JSON object such as {{"name": "value"}}.').format(label(doc, field)))


def require_json(doc: Document, *fields: str) -> None:
    """Refuses fields that hold text which is not JSON."""
    normal_json(doc, *fields)
    for field in fields:
        try:
            parse(doc.get(field))
        except Fault:
            frappe.throw(_("{0} is not valid JSON.").format(label(doc, field)))


def require_between(doc: Document, field: str, low: float, high: float) -> None:
    """Refuses a number outside [low, high]."""
    value = doc.get(field) or 0
    if not low <= value <= high:
        frappe.throw(_("{0} must be between {1} and {2}.").format(label(doc, field), low, high))


def require_dimensions(doc: Document, field: str) -> None:
    """Refuses a JSON field that is no object of dimensions of a personality."""
    try:
        check_dimensions(require_object(doc, field))
    except Fault as fault:
        sentence = {
            "no_dimension": _("{0}: there is no dimension called {1}."),
            "out_of_range": _("{0}: {1} must be a whole number from 1 to 10."),
            "no_option": _("{0}: {1} must be one of {2}."),
        }[fault.code]
        frappe.throw(sentence.format(label(doc, field), fault.about, ", ".join(CHOICES.get(fault.about, ()))))


def require_agents(doc: Document, field: str, company: str | None) -> list[str]:
    """The sub-agents in a list; refuses one that neither comes with the product nor was configured for the company."""
    agents = require_list(doc, field)
    known = set(BUILT_IN_AGENTS)
    known.update(frappe.get_all("VA Sub-Agent Config", pluck="name"))
    known.update(frappe.get_all("VA Custom Agent", filters={"company": company}, pluck="agent_id"))
    unknown = [agent for agent in agents if agent not in known]
    if unknown:
        frappe.throw(
            _("There is no sub-agent called {0}. Known are: {1}.").format(
                unknown[0], ", ".join(sorted(known))
            )
        )
    return agents


def require_voices(doc: Document, field: str, voices: list[str]) -> None:
    """Refuses what is not written as `provider:voice`."""
    wrong = next((voice for voice in voices if not is_voice_name(voice)), None)
    if wrong is not None:
        frappe.throw(
            _("{0}: {1} is no voice. Write provider:voice, such as openai:nova.").format(
                label(doc, field), wrong
            )
        )


def require_linked_company(doc: Document, field: str, doctype: str) -> None:
    """Refuses a link to a document of another company."""
    linked = doc.get(field)
    if not linked:
        return
    company = frappe.db.get_value(doctype, linked, "company")
    if company and doc.get("company") and company != doc.company:
        frappe.throw(
            _("{0} {1} belongs to the company {2}, not to {3}.").format(
                label(doc, field), linked, company, doc.company
            )
        )

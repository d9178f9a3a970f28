"""What an action writes to people, as the employee: remarks, notifications in Desk, e-mails. None can be taken back."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _

from . import documents, people
from .errors import fail


def send(method: str, args: dict[str, Any], doc: Any) -> Any:
    """Runs a method operation of the right shape; answers the document that says what was done. `doc` is what the message
    is about, which the employee may read, or None."""
    return _METHODS[method](args, doc)


def outgoing_account(sender: str) -> Any:
    """The account that mail of this sender goes out by, as Frappe chooses it; None when the site sends no mail."""
    from frappe.email.doctype.email_account.email_account import EmailAccount

    return EmailAccount.find_outgoing(match_by_email=sender) or None


def _ask_approver(args: dict[str, Any], doc: Any) -> Any:
    # Nobody is written to because an operation names him: only who decides on this document.
    if args["to_user"] != documents.approver_of(doc):
        fail("FORBIDDEN")
    message = frappe.utils.escape_html(args["message"])
    doc.add_comment("Comment", text=message)
    subject = _("{0} asks you about {1} {2}").format(
        _own_name(), _(doc.doctype), frappe.utils.escape_html(str(doc.name))
    )
    _notify(args["to_user"], subject, message, doc)
    return doc


def _comment(args: dict[str, Any], doc: Any) -> Any:
    # As Desk does it: whoever may read a document may remark on it, in his own name.
    doc.add_comment("Comment", text=frappe.utils.escape_html(args["message"]))
    return doc


def _notify_colleague(args: dict[str, Any], doc: Any) -> Any:
    me = people.employee_of(frappe.session.user)
    colleague = people.employee_of(args["to_user"])
    # Somebody else's company, nobody at all, who has left, and oneself: all are no colleague to write to.
    if (
        me is None
        or colleague is None
        or colleague.name == me.name
        or colleague.company != me.company
        or colleague.status != "Active"
        or not frappe.db.get_value("User", args["to_user"], "enabled")
    ):
        fail("FORBIDDEN", _("There is no such colleague in your company."))
    if not _takes_notifications(args["to_user"]):
        fail(
            "UNPROCESSABLE_ENTITY",
            _("{0} has switched notifications off.").format(colleague.employee_name),
        )
    message = _as_html(args["message"])
    return _notify(args["to_user"], _("{0} writes: {1}").format(_own_name(), message), message, doc)


def _takes_notifications(user: str) -> bool:
    from frappe.desk.doctype.notification_settings.notification_settings import is_notifications_enabled

    return bool(is_notifications_enabled(user))


def _notify(user: str, subject: str, message: str, doc: Any) -> Any:
    about = {"document_type": doc.doctype, "document_name": str(doc.name)} if doc else {}
    log = frappe.get_doc(
        {
            "doctype": "Notification Log",
            "subject": subject,
            "email_content": message,
            "for_user": user,
            "from_user": frappe.session.user,
            "type": "Alert",
            **about,
        }
    )
    # Nobody has a create right on notifications; Frappe's own code makes them this way.
    return log.insert(ignore_permissions=True)


def _send_email(args: dict[str, Any], doc: Any) -> Any:
    # Who may mail about a document is a right of its own.
    if doc and not doc.has_permission("email"):
        fail("FORBIDDEN", _("You may not send mail about {0} {1}.").format(_(doc.doctype), doc.name))
    address = frappe.db.get_value("User", frappe.session.user, "email") or frappe.session.user
    if not outgoing_account(address):
        fail("UNPROCESSABLE_ENTITY", _("This site sends no e-mail: no outgoing account is set up."))
    about = {"reference_doctype": doc.doctype, "reference_name": str(doc.name)} if doc else {}
    communication = frappe.get_doc(
        {
            "doctype": "Communication",
            "communication_type": "Communication",
            "communication_medium": "Email",
            "sent_or_received": "Sent",
            "subject": args["subject"],
            "content": f"<p>{_as_html(args['message'])}</p>",
            "sender": frappe.utils.get_formatted_email(frappe.session.user, mail=address),
            "recipients": ", ".join(args["recipients"]),
            **about,
        }
    )
    communication.flags.skip_add_signature = True
    # As Frappe's own composer does it: the right is the one on the document it is about, checked above.
    communication.insert(ignore_permissions=True)
    # Queued, in this transaction; Frappe's scheduler sends it after the commit.
    communication.send_email()
    _all_queued(communication, args["recipients"])
    return communication


def _all_queued(communication: Any, recipients: list[str]) -> None:
    """Frappe leaves out, without a word, who has unsubscribed and what it cannot write to."""
    queues = frappe.get_all("Email Queue", filters={"communication": communication.name}, pluck="name")
    rows = frappe.get_all(
        "Email Queue Recipient",
        filters={"parent": ["in", queues or [""]], "parenttype": "Email Queue"},
        pluck="recipient",
    )
    queued = {frappe.utils.parse_addr(row)[1].lower() for row in rows}
    missing = [one for one in recipients if one.lower() not in queued]
    if missing:
        fail(
            "UNPROCESSABLE_ENTITY",
            _("{0} takes no mail from this site, so nothing was sent.").format(", ".join(missing)),
        )


def _own_name() -> str:
    return frappe.utils.escape_html(frappe.utils.get_fullname(frappe.session.user))


def _as_html(text: str) -> str:
    return frappe.utils.escape_html(text.strip()).replace("\r\n", "\n").replace("\n", "<br>")


_METHODS = {
    "ask_approver": _ask_approver,
    "comment": _comment,
    "notify_colleague": _notify_colleague,
    "send_email": _send_email,
}

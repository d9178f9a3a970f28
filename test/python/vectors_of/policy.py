"""What may run, what may be undone, what an action moves."""

from __future__ import annotations

import copy
from typing import Any

from .common import ACTION, case


def policy_cases() -> list[dict[str, Any]]:
    base: dict[str, Any] = {
        "now": 1795453200000,
        "action": {
            "status": "pending",
            "user": "priya@acme.test",
            "tool": "hr.submit_leave_request",
            "expires_at": 1795453200001,
            "digest": "d1",
        },
        "operations": ACTION["operations"],
        "computed": "d1",
        "given": "d1",
        "proof": {"kind": "session", "user": "priya@acme.test", "active": True},
        "person": {"enabled": True, "employee_status": "Active", "instance_status": "Active"},
        "policies": [
            {"tool": "hr.*", "enabled": True, "session": True, "session_max_amount": None},
            {"tool": "finance.*", "enabled": True, "session": True, "session_max_amount": 500},
            {"tool": "finance.pay", "enabled": True, "session": False, "session_max_amount": None},
            {"tool": "crm.delete_lead", "enabled": False, "session": True, "session_max_amount": None},
        ],
        "amount": {"moves": False, "total": 0},
        "caps": {"session_amount": None},
        "counts": {"turn": 0, "minute": 0, "day": 0},
        "limits": {"turn": 10, "minute": 30, "day": 200},
    }

    def vary(name: str, expect: dict[str, Any], op: str = "execute", **change: Any) -> dict[str, Any]:
        given = copy.deepcopy(base)
        for key_, value in change.items():
            given[key_] = (
                {**given[key_], **value}
                if isinstance(value, dict) and isinstance(given[key_], dict)
                else value
            )
        return case(name, {"op": op, "case": given}, expect)

    def no(code: str, **meta: Any) -> dict[str, Any]:
        return {"allowed": False, "code": code, "meta": meta}

    yes = {"allowed": True}
    user = {"kind": "user"}
    update = {
        "op": "update",
        "doctype": "Task",
        "name": "TASK-1",
        "values": {"status": "Open"},
        "from": {"status": "Working", "docstatus": 0},
    }

    def ops(name: str, operations: Any, expect: dict[str, Any]) -> dict[str, Any]:
        return vary(name, expect, operations=operations)

    def shape(name: str, operations: Any, reason: str) -> dict[str, Any]:
        return ops(name, operations, no("VALIDATION_ERROR", reason=reason))

    def insert(doctype: str, **values: Any) -> list[dict[str, Any]]:
        return [{"op": "insert", "doctype": doctype, "values": values or {"x": 1}}]

    def notify(change: dict[str, Any]) -> dict[str, Any]:
        args = {"to_user": "li@acme.test", "message": "The report is done", **change}
        return {"op": "method", "method": "notify_colleague", "args": args}

    def mail(change: dict[str, Any]) -> dict[str, Any]:
        args = {
            "recipients": ["bob@client.example"],
            "subject": "The offer",
            "message": "It is ready.",
            **change,
        }
        return {"op": "method", "method": "send_email", "args": args}

    pay = {"tool": "finance.submit_expense"}
    cases = [
        vary("a session proof for a tool whose agent allows it", yes),
        vary("a user proof", yes, proof=user),
        vary("a user proof without digest", yes, proof=user, given=None),
        vary("a session proof without digest", no("ACTION_CHANGED"), given=None),
        vary("somebody else's action", no("ACTION_NOT_FOUND"), proof={"user": "li@acme.test"}),
        vary(
            "somebody else's action, whatever its status",
            no("ACTION_NOT_FOUND"),
            proof={"user": "li@acme.test"},
            action={"status": "completed"},
        ),
        vary("done already", {"allowed": False, "repeat": True}, action={"status": "completed"}),
        vary(
            "done already, and long expired",
            {"allowed": False, "repeat": True},
            action={"status": "completed", "expires_at": 1},
        ),
        vary("being done", no("CONFLICT"), action={"status": "executing"}),
        vary("failed", no("ACTION_FAILED"), action={"status": "failed"}),
        vary("cancelled", no("ACTION_CANCELLED"), action={"status": "cancelled"}),
        vary(
            "cancelled because it was replaced",
            no("ACTION_SUPERSEDED"),
            action={"status": "cancelled", "replaced_by": "act_2"},
        ),
        vary("rejected", no("ACTION_CANCELLED"), action={"status": "rejected"}),
        vary("marked expired", no("ACTION_EXPIRED"), action={"status": "expired"}),
        vary("superseded", no("ACTION_SUPERSEDED"), action={"status": "superseded"}),
        vary("undone", no("ACTION_ALREADY_REVERSED"), action={"status": "reversed"}),
        vary("an unknown status", no("ACTION_FAILED"), action={"status": "Pending"}),
        vary("expires at this very moment", no("ACTION_EXPIRED"), action={"expires_at": 1795453200000}),
        vary("expired, user proof", no("ACTION_EXPIRED"), action={"expires_at": 5}, proof=user),
        vary("login switched off", no("USER_DISABLED"), person={"enabled": False}),
        vary("no employee", no("NO_EMPLOYEE"), person={"employee_status": None}),
        vary("left the company", no("EMPLOYEE_LEFT"), person={"employee_status": "Left"}),
        vary("assistant paused", no("ASSISTANT_PAUSED"), person={"instance_status": "Paused"}),
        vary("assistant off", no("ASSISTANT_OFF"), person={"instance_status": None}),
        vary("what is stored was edited", no("ACTION_CHANGED"), computed="d2"),
        vary("another digest was confirmed", no("ACTION_CHANGED"), given="d2"),
        vary("another digest, user proof", no("ACTION_CHANGED"), given="d2", proof=user),
        vary("the session is over", no("PROOF_REQUIRED", reason="session"), proof={"active": False}),
        vary("an unknown kind of proof", no("PROOF_REQUIRED", reason="session"), proof={"kind": "admin"}),
        vary(
            "a tool without policy", no("PROOF_REQUIRED", reason="policy"), action={"tool": "ops.unheard_of"}
        ),
        vary("a tool without policy, user proof", yes, action={"tool": "ops.unheard_of"}, proof=user),
        vary("no policy at all", no("PROOF_REQUIRED", reason="policy"), policies=[]),
        vary(
            "the tool's own policy beats its agent's",
            no("PROOF_REQUIRED", reason="policy"),
            action={"tool": "finance.pay"},
        ),
        vary(
            "a policy for everything",
            yes,
            policies=[{"tool": "*", "enabled": True, "session": True, "session_max_amount": None}],
        ),
        vary(
            "a tool switched off", no("FORBIDDEN", tool="crm.delete_lead"), action={"tool": "crm.delete_lead"}
        ),
        vary(
            "a tool switched off, user proof",
            no("FORBIDDEN", tool="crm.delete_lead"),
            action={"tool": "crm.delete_lead"},
            proof=user,
        ),
        vary("an amount within the policy", yes, action=pay, amount={"moves": True, "total": 500}),
        vary(
            "an amount over the policy",
            no("PROOF_REQUIRED", reason="amount"),
            action=pay,
            amount={"moves": True, "total": 500.01},
        ),
        vary(
            "an amount over the policy, user proof",
            yes,
            action=pay,
            amount={"moves": True, "total": 9999},
            proof=user,
        ),
        vary(
            "an amount over the person's cap",
            no("PROOF_REQUIRED", reason="amount"),
            action=pay,
            amount={"moves": True, "total": 100},
            caps={"session_amount": 50},
        ),
        vary(
            "an amount just below the sensitive one",
            yes,
            action=pay,
            amount={"moves": True, "total": 99.99},
            caps={"session_below": 100},
        ),
        vary(
            "the sensitive amount itself",
            no("PROOF_REQUIRED", reason="amount"),
            action=pay,
            amount={"moves": True, "total": 100},
            caps={"session_below": 100},
        ),
        vary(
            "an amount that cannot be told",
            no("PROOF_REQUIRED", reason="amount"),
            action=pay,
            amount={"moves": True, "total": None},
        ),
        vary(
            "money, and no amount in any policy",
            no("PROOF_REQUIRED", reason="amount"),
            amount={"moves": True, "total": 1},
        ),
        vary("one below the limit of a turn", yes, counts={"turn": 9}),
        vary("the limit of a turn", no("RATE_LIMITED", limit="turn"), counts={"turn": 10}),
        vary("the limit of a minute", no("RATE_LIMITED", limit="minute"), counts={"minute": 30}),
        vary("the limit of a day", no("RATE_LIMITED", limit="day"), counts={"day": 200}),
        vary(
            "the limit of a day, user proof", no("RATE_LIMITED", limit="day"), counts={"day": 200}, proof=user
        ),
        vary("a limit of nothing", no("RATE_LIMITED", limit="day"), limits={"day": 0}),
        *[
            ops(f"blocked: {doctype!a}", insert(doctype), no("FORBIDDEN", blocked=doctype))
            for doctype in (
                "User",
                "user",
                "Us\u00e9r",
                "Role",
                "System Settings",
                "Custom DocPerm",
                "DocPerm",
                "User Permission",
                "DocShare",
                "Has Role",
                "Role Profile",
                "Server Script",
                "Client Script",
                "DocType",
                "Property Setter",
                "Workflow",
                "VA Action Log",
                "va company settings",
                "VA Whatever Comes",
            )
        ],
        ops(
            "a blocked DocType behind a good one",
            [update, insert("Role")[0]],
            no("FORBIDDEN", blocked="Role"),
        ),
        ops(
            "who a login belongs to",
            [
                {
                    **update,
                    "doctype": "Employee",
                    "values": {"user_id": "x"},
                    "from": {"user_id": "y", "docstatus": 0},
                }
            ],
            no("FORBIDDEN", blocked="Employee.user_id"),
        ),
        ops(
            "a request about a blocked document",
            [
                {
                    "op": "method",
                    "method": "ask_approver",
                    "args": {"doctype": "User", "name": "x", "to_user": "y", "message": "z"},
                }
            ],
            no("FORBIDDEN", blocked="User"),
        ),
        ops(
            "a request to an approver",
            [
                {
                    "op": "method",
                    "method": "ask_approver",
                    "args": {"doctype": "Leave Application", "name": "x", "to_user": "y", "message": "z"},
                }
            ],
            yes,
        ),
        ops(
            "a request to an approver, called by name",
            [
                {
                    "op": "method",
                    "method": "ask_approver",
                    "args": {
                        "doctype": "Leave Application",
                        "name": "x",
                        "to_user": "y",
                        "to_name": "Y Z",
                        "message": "z",
                    },
                }
            ],
            yes,
        ),
        ops(
            "a comment",
            [
                {
                    "op": "method",
                    "method": "comment",
                    "args": {"doctype": "Task", "name": "x", "message": "z"},
                }
            ],
            yes,
        ),
        ops("a message to a colleague", [notify({})], yes),
        ops("a message about a task", [notify({"to_name": "Y Z", "doctype": "Task", "name": "x"})], yes),
        ops("messages to three colleagues", [notify({"to_user": user}) for user in "abc"], yes),
        ops("an e-mail", [mail({})], yes),
        ops("an e-mail about a document", [mail({"doctype": "Task", "name": "x"})], yes),
        ops(
            "an e-mail about a blocked document",
            [mail({"doctype": "User", "name": "x"})],
            no("FORBIDDEN", blocked="User"),
        ),
        ops("an update", [update], yes),
        ops(
            "submit, cancel, delete, workflow",
            [
                {"op": "submit", "doctype": "Timesheet", "name": "T1", "from": {"docstatus": 0}},
                {"op": "cancel", "doctype": "Timesheet", "name": "T2", "from": {"docstatus": 1}},
                {"op": "delete", "doctype": "Timesheet", "name": "T3", "from": {"docstatus": 2}},
                {
                    "op": "workflow",
                    "doctype": "Timesheet",
                    "name": "T4",
                    "action": "Approve",
                    "from": {"docstatus": 0, "workflow_state": "Open"},
                },
            ],
            yes,
        ),
        ops(
            "rows of a child table",
            insert("Expense Claim", expenses=[{"expense_type": "Travel", "amount": 12.5}]),
            yes,
        ),
        shape("no operations", [], "operations must be a list of 1 to 20"),
        shape("operations as text", "[]", "operations must be a list of 1 to 20"),
        shape("too many operations", [update] * 21, "operations must be a list of 1 to 20"),
        ops(
            "a document that names the one made before",
            insert("Task", subject="x") + insert("ToDo", reference_type="Task", reference_name={"$doc": 0}),
            yes,
        ),
        shape(
            "a document that names itself",
            insert("ToDo", reference_name={"$doc": 0}),
            "operation 0: a reference to no document of before",
        ),
        shape(
            "a document that names one to come",
            insert("ToDo", reference_name={"$doc": 1}) + insert("Task", subject="x"),
            "operation 0: a reference to no document of before",
        ),
        shape(
            "a document that names one that was changed",
            [update, *insert("ToDo", reference_name={"$doc": 0})],
            "operation 1: a reference to no document of before",
        ),
        shape(
            "a change that names a document made before",
            [
                *insert("Task", subject="x"),
                {
                    **update,
                    "values": {"parent_task": {"$doc": 0}},
                    "from": {"parent_task": None, "docstatus": 0},
                },
            ],
            "operation 1: a value may not be an object",
        ),
        shape(
            "a reference that is no number",
            [*insert("Task", subject="x"), *insert("ToDo", reference_name={"$doc": "0"})],
            "operation 1: a value may not be an object",
        ),
        shape(
            "a reference with more",
            [*insert("Task", subject="x"), *insert("ToDo", reference_name={"$doc": 0, "x": 1})],
            "operation 1: a value may not be an object",
        ),
        shape("too large", insert("Task", description="x" * 200_000), "operations are too large"),
        shape(
            "a value that cannot be written",
            insert("Task", description="\ud800"),
            "operations cannot be written: lone_surrogate",
        ),
        shape("not an object", [1], "operation 0: not an object"),
        shape(
            "an unknown op",
            [update, {"op": "rename", "doctype": "Task", "name": "x"}],
            "operation 1: unknown op",
        ),
        shape("an op that every object has", [{"op": "constructor"}], "operation 0: unknown op"),
        shape("a key too many", [{**update, "ignore_permissions": 1}], "operation 0: wrong keys"),
        shape("a key too few", [{"op": "insert", "doctype": "Task"}], "operation 0: wrong keys"),
        shape("an empty name", [{**update, "name": " "}], "operation 0: name must be text"),
        shape("a DocType as list", [{**update, "doctype": ["Task"]}], "operation 0: doctype must be text"),
        shape("no values", [{**update, "values": {}}], "operation 0: values must be an object with a field"),
        shape(
            "docstatus as a value", insert("Task", docstatus=1), "operation 0: a field that may not be set"
        ),
        shape("owner as a value", insert("Task", owner="x"), "operation 0: a field that may not be set"),
        shape("flags as a value", insert("Task", Flags=1), "operation 0: a field that may not be set"),
        shape("a hidden field", insert("Task", __islocal=1), "operation 0: a field that may not be set"),
        shape("a name of one's own", insert("Task", name="x"), "operation 0: a field that may not be set"),
        shape(
            "an object as value",
            insert("Task", subject={"a": 1}),
            "operation 0: a value may not be an object",
        ),
        shape(
            "a list that is no table",
            insert("Task", depends_on=["x"]),
            "operation 0: a row must be an object with a field",
        ),
        shape(
            "a row that moves to another parent",
            insert("Task", depends_on=[{"parent": "x"}]),
            "operation 0: a field that may not be set",
        ),
        shape(
            "a table in a row",
            insert("Task", depends_on=[{"task": [1]}]),
            "operation 0: a row holds plain values only",
        ),
        shape(
            "no docstatus in from",
            [{**update, "from": {"status": "Open"}}],
            "operation 0: from must hold docstatus",
        ),
        shape(
            "docstatus as true",
            [{**update, "from": {"status": "Open", "docstatus": True}}],
            "operation 0: from must hold docstatus",
        ),
        shape(
            "a from value is missing",
            [{**update, "from": {"docstatus": 0}}],
            "operation 0: from must hold every field that changes",
        ),
        shape(
            "submitting what is submitted",
            [{"op": "submit", "doctype": "Task", "name": "x", "from": {"docstatus": 1}}],
            "operation 0: submit is not possible from that docstatus",
        ),
        shape(
            "deleting what is submitted",
            [{"op": "delete", "doctype": "Task", "name": "x", "from": {"docstatus": 1}}],
            "operation 0: delete is not possible from that docstatus",
        ),
        shape(
            "a workflow step without state",
            [
                {
                    "op": "workflow",
                    "doctype": "Task",
                    "name": "x",
                    "action": "Approve",
                    "from": {"docstatus": 0},
                }
            ],
            "operation 0: from must hold workflow_state",
        ),
        shape(
            "an unknown method",
            [{"op": "method", "method": "frappe.client.delete", "args": {}}],
            "operation 0: unknown method",
        ),
        shape(
            "wrong arguments",
            [{"op": "method", "method": "ask_approver", "args": {"doctype": "Task"}}],
            "operation 0: wrong arguments",
        ),
        shape(
            "an argument that nobody knows",
            [
                {
                    "op": "method",
                    "method": "ask_approver",
                    "args": {
                        "doctype": "Task",
                        "name": "x",
                        "to_user": "y",
                        "to_name": "Y",
                        "cc": "q",
                        "message": "z",
                    },
                }
            ],
            "operation 0: wrong arguments",
        ),
        shape(
            "a comment to somebody",
            [
                {
                    "op": "method",
                    "method": "comment",
                    "args": {"doctype": "Task", "name": "x", "to_name": "Y", "message": "z"},
                }
            ],
            "operation 0: wrong arguments",
        ),
        shape(
            "a method of every object",
            [
                {
                    "op": "method",
                    "method": "constructor",
                    "args": {"doctype": "Task", "name": "x", "message": "z"},
                }
            ],
            "operation 0: unknown method",
        ),
        shape("a message to nobody", [notify({"to_user": " "})], "operation 0: wrong arguments"),
        shape(
            "a message about half a document", [notify({"doctype": "Task"})], "operation 0: wrong arguments"
        ),
        shape(
            "a message with recipients",
            [notify({"recipients": ["a@b.test"]})],
            "operation 0: wrong arguments",
        ),
        shape("an empty message", [notify({"message": " \n"})], "operation 0: wrong message"),
        shape(
            "an e-mail to nobody",
            [mail({"recipients": []})],
            "operation 0: recipients must be a list of 1 to 10",
        ),
        shape(
            "an e-mail to eleven",
            [mail({"recipients": [f"a{number}@b.test" for number in range(11)]})],
            "operation 0: recipients must be a list of 1 to 10",
        ),
        shape(
            "an e-mail to a text",
            [mail({"recipients": "a@b.test"})],
            "operation 0: recipients must be a list of 1 to 10",
        ),
        *[
            shape(
                f"an e-mail to {what}",
                [mail({"recipients": [address]})],
                "operation 0: a recipient must be one plain address",
            )
            for what, address in (
                ("a name and an address", "Bob <bob@client.example>"),
                ("two in one", "a@b.test,c@d.test"),
                ("an address with a line break", "a@b.test\nBcc: c@d.test"),
                ("an address with a line break at its end", "a@b.test\n"),
                ("a login that is no address", "Administrator"),
                ("a host without a dot", "a@localhost"),
                ("an address that is too long", "a" * 132 + "@client.test"),
                ("a number", 7),
            )
        ],
        shape(
            "an e-mail twice to the same",
            [mail({"recipients": ["a@b.test", "A@B.test"]})],
            "operation 0: a recipient stands twice",
        ),
        shape(
            "an e-mail with a subject of two lines",
            [mail({"subject": "a\nb"})],
            "operation 0: a subject is one line",
        ),
        shape("an e-mail without a subject", [mail({"subject": ""})], "operation 0: wrong arguments"),
        ops("an e-mail with a long text", [mail({"message": "z" * 10_000})], yes),
        shape(
            "an e-mail with a text too long", [mail({"message": "z" * 10_001})], "operation 0: wrong message"
        ),
        shape("an e-mail with a copy", [mail({"cc": ["a@b.test"]})], "operation 0: wrong arguments"),
        shape(
            "a message too long",
            [
                {
                    "op": "method",
                    "method": "ask_approver",
                    "args": {"doctype": "Task", "name": "x", "to_user": "y", "message": "z" * 2001},
                }
            ],
            "operation 0: wrong message",
        ),
        vary("undo of a completed action", yes, "reverse", action={"status": "completed"}),
        vary(
            "undo with user proof of a tool without policy",
            yes,
            "reverse",
            action={"status": "completed", "tool": "x.y"},
            proof=user,
        ),
        vary(
            "undo with session proof of a tool without policy",
            no("PROOF_REQUIRED", reason="policy"),
            "reverse",
            action={"status": "completed", "tool": "x.y"},
        ),
        vary(
            "undo of what is undone", no("ACTION_ALREADY_REVERSED"), "reverse", action={"status": "reversed"}
        ),
        vary("undo of what was never done", no("ACTION_NOT_REVERSIBLE", reason="not_executed"), "reverse"),
        vary(
            "undo of what is being done",
            no("CONFLICT", reason="not_executed"),
            "reverse",
            action={"status": "executing"},
        ),
        vary(
            "undo of somebody else's",
            no("ACTION_NOT_FOUND"),
            "reverse",
            action={"status": "completed"},
            proof={"user": "li@acme.test"},
        ),
        vary(
            "undo beyond the limit of a minute",
            no("RATE_LIMITED", limit="minute"),
            "reverse",
            action={"status": "completed"},
            counts={"minute": 30},
        ),
        vary(
            "undo over the amount is allowed",
            yes,
            "reverse",
            action={"status": "completed", **pay},
            amount={"moves": True, "total": 9999},
        ),
    ]

    def amount(name: str, operations: Any, expect: Any, documents: Any = None) -> dict[str, Any]:
        return case(
            "amount: " + name,
            {"op": "amount", "operations": operations, "documents": documents or {}},
            {"moves": expect[0], "total": expect[1]},
        )

    claim = insert("Expense Claim", expenses=[{"amount": 100}, {"amount": 20.5}])
    submit = {"op": "submit", "doctype": "Expense Claim", "name": "EXP-1", "from": {"docstatus": 0}}
    return [
        *cases,
        amount("no money", ACTION["operations"], (False, 0)),
        amount("rows of an expense claim", claim, (True, 120.5)),
        amount(
            "a deal is a guess",
            [
                {
                    "op": "update",
                    "doctype": "Opportunity",
                    "name": "OPP-1",
                    "values": {"opportunity_amount": 60000},
                }
            ],
            (False, 0),
            {"Opportunity/OPP-1": {"opportunity_amount": 50000}},
        ),
        amount(
            "a total that says less than its rows",
            insert("Expense Claim", grand_total=1, expenses=[{"amount": 100}]),
            (True, 100),
        ),
        amount(
            "quantity times rate",
            insert("Purchase Order", items=[{"qty": 3, "rate": 10}, {"qty": 1, "rate": 2.5}]),
            (True, 32.5),
        ),
        amount("a rate that only the site knows", insert("Purchase Order", items=[{"qty": 3}]), (True, None)),
        amount("an amount as text", insert("Expense Claim", expenses=[{"amount": "100"}]), (True, None)),
        amount(
            "negative rows do not hide others",
            insert("Expense Claim", expenses=[{"amount": 100}, {"amount": -100}]),
            (True, 200),
        ),
        amount("a stored document", [submit], (True, 80), {"Expense Claim/EXP-1": {"grand_total": 80}}),
        amount("a stored document that is unknown", [submit], (True, None)),
        amount(
            "several operations",
            [*claim, submit],
            (True, 200.5),
            {"Expense Claim/EXP-1": {"grand_total": 80}},
        ),
        amount(
            "a document that two operations touch counts once",
            [
                {
                    "op": "update",
                    "doctype": "Expense Claim",
                    "name": "EXP-1",
                    "values": {"approval_status": "Approved"},
                    "from": {"approval_status": "Draft", "docstatus": 0},
                },
                submit,
            ],
            (True, 80),
            {"Expense Claim/EXP-1": {"grand_total": 80}},
        ),
        amount(
            "another spelling of the DocType", insert("expense claim", expenses=[{"amount": 7}]), (True, 7)
        ),
    ]

"""May this action run now? Decided over stored data alone (design.md 4, Writing as the employee)."""

from __future__ import annotations

from typing import Any

from .operations import blocked_in, shape_fault

# What a status other than pending answers to an execution.
_CLOSED = {
    "executing": "CONFLICT",
    "failed": "ACTION_FAILED",
    "cancelled": "ACTION_CANCELLED",
    "rejected": "ACTION_CANCELLED",
    "expired": "ACTION_EXPIRED",
    "superseded": "ACTION_SUPERSEDED",
    "reversed": "ACTION_ALREADY_REVERSED",
}
LIMITS = ("turn", "minute", "day")


def may_execute(case: dict[str, Any]) -> dict[str, Any]:
    """`{allowed:true}`, `{allowed:false, repeat:true}` (answer the first result) or `{allowed:false, code, meta}`.

    `case`:
      now           epoch ms
      action        {status, user, tool, expires_at (epoch ms), digest, replaced_by?}: as stored
      operations    as stored
      computed      the digest over what is stored now
      given         the digest that the caller confirms; None only with proof `user`
      proof         {kind: "session"|"user", user, active}: `active` = the session lives and its epoch is the user's
      person        {enabled, employee_status, instance_status}: employee_status None without Employee
      policies      [{tool, enabled, session, session_max_amount}]: tool exact, "agent.*" or "*"
      amount        {moves, total}: total None when it cannot be told
      caps          {session_amount, session_below}: what a `session` proof may move for this person at most, and
                    the amount from which on it may not; None or missing: no such cap
      counts        {turn, minute, day}: actions already executed
      limits        {turn, minute, day}
    """
    return (
        _identity(case)
        or _status(case)
        or _person(case)
        or _freshness(case)
        or _content(case)
        or _proof(case)
        or _limits(case)
        or {"allowed": True}
    )


def may_reverse(case: dict[str, Any]) -> dict[str, Any]:
    """As may_execute, for undoing a completed action: the same `case` without `computed`, `given` and `amount`."""
    return (
        _identity(case)
        or _reversible_status(case)
        or _person(case)
        or _proof(case, undo=True)
        or _limits(case)
        or {"allowed": True}
    )


def policy_for(tool: str, policies: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The policy of a tool: its own row, else that of its agent (`hr.*`), else `*`, else None."""
    rows = {row["tool"]: row for row in policies}
    for key in (tool, tool.split(".")[0] + ".*", "*"):
        if key in rows:
            return rows[key]
    return None


def _identity(case: dict[str, Any]) -> dict[str, Any] | None:
    # Somebody else's action and no action look the same from outside.
    return None if case["proof"]["user"] == case["action"]["user"] else _refused("ACTION_NOT_FOUND")


def _status(case: dict[str, Any]) -> dict[str, Any] | None:
    status = case["action"]["status"]
    if status == "pending":
        return None
    if status == "completed":
        return {"allowed": False, "repeat": True}
    if status == "cancelled" and case["action"].get("replaced_by"):
        return _refused("ACTION_SUPERSEDED")
    return _refused(_CLOSED.get(status, "ACTION_FAILED"))


def _reversible_status(case: dict[str, Any]) -> dict[str, Any] | None:
    status = case["action"]["status"]
    if status == "completed":
        return None
    if status == "reversed":
        return _refused("ACTION_ALREADY_REVERSED")
    return _refused("CONFLICT" if status == "executing" else "ACTION_NOT_REVERSIBLE", reason="not_executed")


def _person(case: dict[str, Any]) -> dict[str, Any] | None:
    person = case["person"]
    if not person["enabled"]:
        return _refused("USER_DISABLED")
    if person["employee_status"] is None:
        return _refused("NO_EMPLOYEE")
    if person["employee_status"] != "Active":
        return _refused("EMPLOYEE_LEFT")
    if person["instance_status"] == "Paused":
        return _refused("ASSISTANT_PAUSED")
    if person["instance_status"] != "Active":
        return _refused("ASSISTANT_OFF")
    return None


def _freshness(case: dict[str, Any]) -> dict[str, Any] | None:
    action = case["action"]
    if case["now"] >= action["expires_at"]:
        return _refused("ACTION_EXPIRED")
    if action["digest"] != case["computed"]:
        return _refused("ACTION_CHANGED")
    if case["given"] is None:
        return None if case["proof"]["kind"] == "user" else _refused("ACTION_CHANGED")
    return None if case["given"] == action["digest"] else _refused("ACTION_CHANGED")


def _content(case: dict[str, Any]) -> dict[str, Any] | None:
    fault = shape_fault(case["operations"])
    if fault:
        return _refused("VALIDATION_ERROR", reason=fault)
    blocked = blocked_in(case["operations"])
    return _refused("FORBIDDEN", blocked=blocked) if blocked else None


def _proof(case: dict[str, Any], *, undo: bool = False) -> dict[str, Any] | None:
    proof = case["proof"]
    policy = policy_for(case["action"]["tool"], case["policies"])
    if policy is not None and not policy["enabled"]:
        return _refused("FORBIDDEN", tool=case["action"]["tool"])
    if proof["kind"] == "user":
        return None
    if proof["kind"] != "session" or not proof["active"]:
        return _refused("PROOF_REQUIRED", reason="session")
    # A tool that nobody wrote a policy for needs the person's own request.
    if policy is None or not policy["session"]:
        return _refused("PROOF_REQUIRED", reason="policy")
    return None if undo else _proof_amount(case, policy)


def _proof_amount(case: dict[str, Any], policy: dict[str, Any]) -> dict[str, Any] | None:
    amount = case["amount"]
    if not amount["moves"]:
        return None
    most = [cap for cap in (policy["session_max_amount"], case["caps"]["session_amount"]) if cap is not None]
    if amount["total"] is None or not most or amount["total"] > min(most):
        return _refused("PROOF_REQUIRED", reason="amount")
    below = case["caps"].get("session_below")
    return None if below is None or amount["total"] < below else _refused("PROOF_REQUIRED", reason="amount")


def _limits(case: dict[str, Any]) -> dict[str, Any] | None:
    for limit in LIMITS:
        if case["counts"][limit] >= case["limits"][limit]:
            return _refused("RATE_LIMITED", limit=limit)
    return None


def _refused(code: str, **meta: Any) -> dict[str, Any]:
    return {"allowed": False, "code": code, "meta": meta}

"""What an employee may know of money: how a claim of his is made, and how a budget that concerns him stands
(docs/site-api.md, Reads)."""

from __future__ import annotations

from typing import Any

import frappe
from frappe.query_builder.functions import Sum
from frappe.utils import flt


def expense_details(person: frappe._dict) -> dict[str, Any]:
    """Who decides on a claim of the employee, where it is booked, and which kinds his company takes."""
    approver = _expense_approver(person)
    account = frappe.qb.DocType("Expense Claim Account")
    kind = frappe.qb.DocType("Expense Claim Type")
    kinds = (
        frappe.qb.from_(kind)
        .join(account)
        .on((account.parent == kind.name) & (account.parenttype == "Expense Claim Type"))
        .select(kind.name, kind.description, account.default_account)
        .where((account.company == person.company) & (account.default_account != ""))
        .orderby(kind.name)
        .run(as_dict=True)
    )
    company = frappe.db.get_value(
        "Company",
        person.company,
        ["cost_center", "default_expense_claim_payable_account", "default_currency"],
        as_dict=True,
    )
    return {
        "employee": person.name,
        "company": person.company,
        "currency": company.default_currency,
        "approver": approver,
        "approver_name": frappe.db.get_value("User", approver, "full_name") if approver else None,
        "cost_center": company.cost_center or None,
        "payable_account": company.default_expense_claim_payable_account or None,
        # HRMS refuses a kind that has no account in the company.
        "types": [
            {"name": row.name, "description": row.description or None, "account": row.default_account}
            for row in kinds
        ],
    }


def budget_status(
    person: frappe._dict, against: str, name: str | None, date: str, span: tuple[str, str] | None
) -> dict[str, Any] | None:
    """The budget of the employee's own cost centre or of a project he is on; of any in his company for whoever may read
    budgets. None for what he may not know, as for what does not exist."""
    reads_all = bool(frappe.has_permission("Budget", "read"))
    found = (
        _project(person, name, reads_all) if against == "project" else _cost_center(person, name, reads_all)
    )
    if found is None:
        return None
    rows = _budget_rows(person.company, against, found["name"], date) if found["name"] else []
    if not reads_all:
        # What goes to pay would tell of colleagues' salaries.
        paid = _payroll_accounts(person.company)
        rows = [row for row in rows if row.account not in paid]
    accounts = [_account_view(row, person.company, against, found["name"]) for row in rows]
    totals = {key: _money(sum(row[key] for row in accounts)) for key in ("allocated", "spent", "remaining")}
    return {
        "against": against,
        "name": found["name"],
        "title": found["title"],
        "currency": frappe.db.get_value("Company", person.company, "default_currency"),
        "from": str(min((row.starts for row in rows), default="")) or None,
        "to": str(max((row.ends for row in rows), default="")) or None,
        **totals,
        "accounts": accounts,
        "period": _period(rows, person.company, against, found["name"], span),
    }


def _expense_approver(person: frappe._dict) -> str | None:
    # As HRMS finds one: the employee's own, else the first of his department.
    meta = frappe.get_meta("Employee")
    own = (
        frappe.db.get_value("Employee", person.name, "expense_approver")
        if meta.has_field("expense_approver")
        else None
    )
    chosen = own or frappe.db.get_value(
        "Department Approver",
        {"parent": person.department or "", "parentfield": "expense_approvers", "idx": 1},
        "approver",
    )
    return chosen if chosen and frappe.db.get_value("User", chosen, "enabled") else None


def _cost_center(person: frappe._dict, name: str | None, reads_all: bool) -> dict[str, Any] | None:
    own = _own_cost_center(person)
    department = (
        frappe.db.get_value("Department", person.department, "department_name") if person.department else None
    )
    if not name or _folded(name) in _names_of(own, person.department, department):
        return {"name": own, "title": department or _label(own)}
    if not reads_all:
        return None
    for row in frappe.get_all(
        "Cost Center", filters={"company": person.company}, fields=["name", "cost_center_name"], limit=0
    ):
        if _folded(name) in _names_of(row.name, row.cost_center_name):
            return {"name": row.name, "title": row.cost_center_name}
    return None


def _own_cost_center(person: frappe._dict) -> str | None:
    """HRMS's cost centre of the employee, else of his department, else the company's one of the department's name."""
    if frappe.get_meta("Employee").has_field("payroll_cost_center"):
        own = frappe.db.get_value("Employee", person.name, "payroll_cost_center")
        if own:
            return own
    if not person.department:
        return None
    if frappe.get_meta("Department").has_field("payroll_cost_center"):
        own = frappe.db.get_value("Department", person.department, "payroll_cost_center")
        if own:
            return own
    title = frappe.db.get_value("Department", person.department, "department_name")
    return frappe.db.get_value(
        "Cost Center", {"company": person.company, "cost_center_name": title, "is_group": 0}, "name"
    )


def _project(person: frappe._dict, name: str | None, reads_all: bool) -> dict[str, Any] | None:
    if not name:
        return None
    rows = frappe.get_all(
        "Project", filters={"company": person.company}, fields=["name", "project_name"], limit=0
    )
    for row in rows:
        if _folded(name) not in _names_of(row.name, row.project_name):
            continue
        member = frappe.db.exists(
            "Project User", {"parent": row.name, "parenttype": "Project", "user": frappe.session.user}
        )
        return {"name": row.name, "title": row.project_name} if member or reads_all else None
    return None


def _budget_rows(company: str, against: str, name: str, date: str) -> list[frappe._dict]:
    """`account, allocated, starts, ends` of the budgets in force on a day. Version 16 keeps one account a budget."""
    budget = frappe.qb.DocType("Budget")
    field = budget.project if against == "project" else budget.cost_center
    wanted = (budget.company == company) & (field == name) & (budget.docstatus == 1)
    if frappe.get_meta("Budget").has_field("accounts"):
        line, year = frappe.qb.DocType("Budget Account"), frappe.qb.DocType("Fiscal Year")
        return (
            frappe.qb.from_(budget)
            .join(line)
            .on(line.parent == budget.name)
            .join(year)
            .on(year.name == budget.fiscal_year)
            .select(
                line.account,
                line.budget_amount.as_("allocated"),
                year.year_start_date.as_("starts"),
                year.year_end_date.as_("ends"),
            )
            .where(wanted & (year.year_start_date <= date) & (year.year_end_date >= date))
            .orderby(line.account)
            .run(as_dict=True)
        )
    return (
        frappe.qb.from_(budget)
        .select(
            budget.account,
            budget.budget_amount.as_("allocated"),
            budget.budget_start_date.as_("starts"),
            budget.budget_end_date.as_("ends"),
        )
        .where(wanted & (budget.budget_start_date <= date) & (budget.budget_end_date >= date))
        .orderby(budget.account)
        .run(as_dict=True)
    )


def _account_view(row: frappe._dict, company: str, against: str, name: str) -> dict[str, Any]:
    spent = _spent(company, against, name, row.account, str(row.starts), str(row.ends))
    allocated = _money(row.allocated)
    return {
        "account": row.account,
        "title": frappe.db.get_value("Account", row.account, "account_name"),
        "allocated": allocated,
        "spent": spent,
        "remaining": _money(allocated - spent),
    }


def _period(
    rows: list[frappe._dict], company: str, against: str, name: str | None, span: tuple[str, str] | None
) -> dict[str, Any] | None:
    if span is None or not name:
        return None
    spent = sum(_spent(company, against, name, row.account, span[0], span[1]) for row in rows)
    return {"from": span[0], "to": span[1], "spent": _money(spent)}


def _spent(company: str, against: str, name: str, account: str, start: str, end: str) -> float:
    """What is booked on the account, as ERPNext counts it against a budget: a cost centre with those below it."""
    entry = frappe.qb.DocType("GL Entry")
    query = (
        frappe.qb.from_(entry)
        .select(Sum(entry.debit) - Sum(entry.credit))
        .where((entry.company == company) & (entry.account == account))
        .where((entry.is_cancelled == 0) & (entry.docstatus == 1))
        .where((entry.posting_date >= start) & (entry.posting_date <= end))
    )
    if against == "project":
        query = query.where(entry.project == name)
    else:
        query = query.where(entry.cost_center.isin(_below(name)))
    return _money(query.run()[0][0])


def _below(cost_center: str) -> list[str]:
    place = frappe.db.get_value("Cost Center", cost_center, ["lft", "rgt"], as_dict=True)
    return frappe.get_all(
        "Cost Center", filters={"lft": [">=", place.lft], "rgt": ["<=", place.rgt]}, pluck="name", limit=0
    )


def _payroll_accounts(company: str) -> set[str]:
    if not frappe.db.exists("DocType", "Salary Component Account"):
        return set()
    rows = frappe.get_all("Salary Component Account", filters={"company": company}, pluck="account", limit=0)
    return {account for account in rows if account}


def _label(cost_center: str | None) -> str | None:
    return frappe.db.get_value("Cost Center", cost_center, "cost_center_name") if cost_center else None


def _names_of(*names: str | None) -> set[str]:
    return {_folded(name) for name in names if name}


def _folded(name: str) -> str:
    return " ".join(name.lower().split())


def _money(value: Any) -> float:
    return flt(value, 2)

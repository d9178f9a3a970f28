"""Install, migrate, pair and uninstall. `bench --site <site> execute dartwing_va.hooks.install.pair --kwargs ...`"""

from __future__ import annotations

import json
from typing import Any

import frappe
from frappe.installer import update_site_config

from . import audit, epochs, seeding, site_keys
from .core import tokens

ROLE = "VA Sidecar"
ROLES = (ROLE, "Compliance Officer")
USER_KEY = "dartwing_va_user"
CONFIG_KEYS = (
    USER_KEY,
    site_keys.SIDECAR_KEYS,
    site_keys.NEWEST_KEY,
    "dartwing_va_allowed_ips",
    "dartwing_va_allow_system_managers",
    "dartwing_va_password_grant",
    "dartwing_va_sidecar_url",
    "dartwing_va_widget",
)


def after_install() -> None:
    """Roles come before fixtures do: the service user needs his at once."""
    for role in ROLES:
        if not frappe.db.exists("Role", role):
            frappe.get_doc({"doctype": "Role", "role_name": role, "desk_access": int(role != ROLE)}).insert(
                ignore_permissions=True
            )
    _prepare()


def after_migrate() -> None:
    """Makes what is missing; never touches what is there."""
    _prepare()


def before_uninstall() -> None:
    """Takes away everything that does not go with our DocTypes."""
    user = frappe.conf.get(USER_KEY)
    site_keys.forget()
    if user and frappe.db.exists("User", user):
        # Frappe makes a contact of every user, and notes who changed what.
        for contact in frappe.get_all("Contact", filters={"user": user}, pluck="name"):
            frappe.delete_doc(
                "Contact", contact, ignore_permissions=True, force=True, delete_permanently=True
            )
        frappe.db.delete("Version", {"ref_doctype": "User", "docname": user})
        frappe.db.delete("Comment", {"reference_doctype": "User", "reference_name": user})
        frappe.delete_doc("User", user, ignore_permissions=True, force=True, delete_permanently=True)
        # His notification settings go with him, but leave a copy behind.
        frappe.db.delete(
            "Deleted Document", {"deleted_doctype": "Notification Settings", "deleted_name": user}
        )
        frappe.db.delete("DefaultValue", {"parent": user})
    for role in ROLES:
        if frappe.db.exists("Role", role) and not frappe.db.exists(
            "Has Role", {"role": role, "parenttype": "User"}
        ):
            frappe.delete_doc("Role", role, ignore_permissions=True, force=True, delete_permanently=True)
    for doctype in seeding.va_doctypes():
        frappe.db.delete("Version", {"ref_doctype": doctype})
        frappe.db.delete("Comment", {"reference_doctype": doctype})
        frappe.db.delete("Deleted Document", {"deleted_doctype": doctype})
    for key in CONFIG_KEYS:
        update_site_config(key, "None", validate=False)


def pair(public_key: str, new_secret: int = 0) -> None:
    """Registers the sidecar's public key (base64url) and prints what the sidecar needs. The secret is shown once:
    at the first pairing, and with new_secret=1."""
    if len(tokens.unb64url(public_key)) != 32:
        raise frappe.ValidationError(
            "public_key must be the 43 base64url characters of an Ed25519 public key"
        )
    kid = tokens.kid_of(public_key)
    # Two at a time, so that a key can be replaced without a gap. Frappe sorts what is in site_config, so which one is the
    # newer is kept beside them.
    kept = {old: x for old, x in site_keys.sidecar_keys().items() if old != kid}
    newest = frappe.conf.get(site_keys.NEWEST_KEY)
    before = newest if newest in kept else next(iter(kept), None)
    keys = {kid: public_key} | ({before: kept[before]} if before else {})
    for name, value in ((site_keys.SIDECAR_KEYS, keys), (site_keys.NEWEST_KEY, kid)):
        update_site_config(name, value, validate=False)
        frappe.conf[name] = value
    secret = _api_secret(bool(int(new_secret)))
    user = frappe.get_doc("User", frappe.conf.get(USER_KEY))
    print(json.dumps(_pairing(kid, user, secret), indent=2))


def unpair(kid: str) -> None:
    """Takes a public key of the sidecar away at once: no delegation signed with it is good any more."""
    keys = {held: x for held, x in site_keys.sidecar_keys().items() if held != kid}
    update_site_config(site_keys.SIDECAR_KEYS, keys, validate=False)
    print(json.dumps({"sidecar_keys": sorted(keys)}))


def rotate_site_key() -> None:
    """The site signs with a new key from now on; tokens of the one before stay good until they end."""
    print(json.dumps({"kid": site_keys.rotate(), "site_keys": site_keys.public_keys()}))
    frappe.db.commit()


def end_all_sessions() -> None:
    """Ends every sign-in to the assistant: after a leak of the sidecar or of its tokens."""
    users = frappe.get_all("VA Session", filters={"status": "Active"}, pluck="user", distinct=True)
    for user in users:
        epochs.bump(user, "administrator")
    frappe.db.commit()
    print(json.dumps({"users": len(users)}))


def user_validated(doc, method: str | None = None) -> None:
    """doc_events of User: the sidecar's role goes to the service user alone."""
    if frappe.flags.in_install or doc.name == frappe.conf.get(USER_KEY):
        return
    # Frappe's setup wizard gives its first user every role that there is.
    if frappe.flags.in_setup_wizard:
        doc.set("roles", [row for row in doc.get("roles") or [] if row.role != ROLE])
        return
    if any(row.role == ROLE for row in doc.get("roles") or []):
        frappe.throw(
            frappe._("The role {0} belongs to the service user of the assistant alone.").format(ROLE),
            frappe.PermissionError,
        )


def _prepare() -> None:
    audit.ensure_head()
    site_keys.ensure_own_key()
    _ensure_service_user()
    seeding.seed_all()


def _ensure_service_user() -> None:
    email = frappe.conf.get(USER_KEY) or "va-sidecar@dartwing.invalid"
    # Named in site_config first: the guard on the role asks there.
    if not frappe.conf.get(USER_KEY):
        update_site_config(USER_KEY, email, validate=False)
        frappe.conf[USER_KEY] = email
    if frappe.db.exists("User", email):
        return
    frappe.get_doc(
        {
            "doctype": "User",
            "email": email,
            "first_name": "Dartwing VA",
            "enabled": 1,
            "send_welcome_email": 0,
            "user_type": "Website User",
            "roles": [{"role": ROLE}],
        }
    ).insert(ignore_permissions=True)


def _api_secret(renew: bool) -> str | None:
    user = frappe.get_doc("User", frappe.conf.get(USER_KEY))
    if user.api_key and user.get_password("api_secret", raise_exception=False) and not renew:
        return None
    secret = frappe.generate_hash(length=32)
    user.api_key = user.api_key or frappe.generate_hash(length=32)
    user.api_secret = secret
    user.save(ignore_permissions=True)
    frappe.db.commit()
    return secret


def _pairing(kid: str, user: Any, secret: str | None) -> dict[str, Any]:
    return {
        "site": frappe.local.site,
        "url": frappe.utils.get_url(),
        "service_user": user.name,
        "api_key": user.api_key,
        "api_secret": secret,
        "sidecar_kid": kid,
        "site_keys": site_keys.public_keys(),
    }

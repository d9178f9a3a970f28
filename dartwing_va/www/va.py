"""The portal page /va: the assistant for whoever is signed in to this site."""

import json

import frappe

no_cache = 1
sitemap = 0


def get_context(context):
    if frappe.session.user == "Guest":
        frappe.local.flags.redirect_location = "/login?redirect-to=/va"
        raise frappe.Redirect(302)
    settings = {
        "transport": "site",
        "siteUrl": frappe.utils.get_url(),
        "sidecarUrl": frappe.conf.get("dartwing_va_sidecar_url"),
        "csrfToken": frappe.sessions.get_csrf_token(),
        "siteTimeZone": frappe.utils.get_system_timezone(),
        # As Desk's own client finds the realtime server: beside the site while developing, else at the same origin.
        "bus": {
            "siteName": frappe.local.site,
            "port": frappe.conf.get("socketio_port") if frappe.conf.get("developer_mode") else None,
        },
    }
    # "<" is written as an escape, so that no value can end the element it stands in.
    context.settings = json.dumps(settings).replace("<", "\\u003c")
    return context

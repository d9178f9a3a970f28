"""The portal page /va: the assistant for whoever is signed in to this site."""

import json

import frappe

from dartwing_va.hooks import widget

no_cache = 1
sitemap = 0


def get_context(context):
    if frappe.session.user == "Guest":
        frappe.local.flags.redirect_location = "/login?redirect-to=/va"
        raise frappe.Redirect(302)
    site = widget.site_settings()
    settings = {
        "transport": "site",
        "siteUrl": frappe.utils.get_url(),
        "sidecarUrl": site["sidecar_url"],
        "csrfToken": frappe.sessions.get_csrf_token(),
        "siteTimeZone": site["site_time_zone"],
        "bus": {"siteName": site["bus"]["site_name"], "port": site["bus"]["port"]},
    }
    # "<" is written as an escape, so that no value can end the element it stands in.
    context.settings = json.dumps(settings).replace("<", "\\u003c")
    return context

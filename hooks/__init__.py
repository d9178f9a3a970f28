"""What Frappe reads of the app. Data only: nothing is imported here, so that hooks.core stays importable without Frappe."""

app_name = "dartwing_va"
app_title = "Dartwing VA"
app_publisher = "Dartwing"
app_description = "A voice-first assistant for Frappe, ERPNext and HRMS"
app_email = "hello@dartwing.invalid"
app_license = "MIT"
# With its owner: for a bare name Frappe asks GitHub who that is.
required_apps = ["frappe/erpnext"]

after_install = "dartwing_va.hooks.install.after_install"
after_migrate = "dartwing_va.hooks.install.after_migrate"
before_uninstall = "dartwing_va.hooks.install.before_uninstall"

# Roles only: Frappe puts fixtures back on every migrate, so nothing that an administrator edits may be one.
fixtures = [{"dt": "Role", "filters": [["name", "in", ["VA Sidecar", "Compliance Officer"]]]}]

auth_hooks = ["dartwing_va.hooks.auth.authenticate"]
on_logout = "dartwing_va.hooks.epochs.logged_out"

# The button in the corner of Desk and of portal pages; it loads the assistant when somebody opens it. Servers let browsers keep
# assets for long: the version makes them look again.
_WIDGET = "/assets/dartwing_va/va_widget.js?v=0.1.0"
app_include_js = [_WIDGET]
web_include_js = [_WIDGET]
extend_bootinfo = "dartwing_va.hooks.widget.extend_boot"

_RECORD_CHANGED = "dartwing_va.hooks.events.record_changed"
_CACHED = {"on_update": _RECORD_CHANGED, "on_trash": _RECORD_CHANGED}

_KNOWLEDGE_CHANGED = "dartwing_va.hooks.events.knowledge_changed"
_KNOWLEDGE = {"on_update": _KNOWLEDGE_CHANGED, "on_trash": _KNOWLEDGE_CHANGED}

doc_events = {
    "Company": {
        "after_insert": "dartwing_va.hooks.seeding.company_saved",
        "on_update": _RECORD_CHANGED,
        "on_trash": _RECORD_CHANGED,
    },
    "Employee": {
        "on_update": [_RECORD_CHANGED, "dartwing_va.hooks.people.employee_saved"],
        "on_trash": _RECORD_CHANGED,
    },
    "File": _KNOWLEDGE,
    "Help Article": _KNOWLEDGE,
    "Help Category": _KNOWLEDGE,
    "User": {
        "validate": "dartwing_va.hooks.install.user_validated",
        "on_update": [_RECORD_CHANGED, "dartwing_va.hooks.epochs.user_saved"],
        "on_trash": [_RECORD_CHANGED, "dartwing_va.hooks.epochs.user_removed"],
    },
    "VA Action Log": {
        "after_insert": "dartwing_va.hooks.events.action_changed",
        "on_update": "dartwing_va.hooks.events.action_changed",
    },
    "VA Conversation Turn": {
        "after_insert": "dartwing_va.hooks.events.turn_changed",
        "on_update": "dartwing_va.hooks.events.turn_changed",
    },
    "VA Company Settings": _CACHED,
    "VA Consent Record": _CACHED,
    "VA Custom Agent": _CACHED,
    "VA Instance": _CACHED,
    "VA Personality": _CACHED,
    "VA Sub-Agent Config": _CACHED,
    "VA Template": _CACHED,
    # Of the Wiki app 2 and 3, where it is installed.
    "Wiki Document": _KNOWLEDGE,
    "Wiki Page": _KNOWLEDGE,
}

# Records that belong to an employee or a company; both hooks are needed (lists, documents).
_GUARDED = [
    "VA Action Log",
    "VA Audit Head",
    "VA Audit Log",
    "VA Company Settings",
    "VA Consent Record",
    "VA Conversation",
    "VA Conversation Turn",
    "VA Custom Agent",
    "VA Instance",
    "VA Learning Event",
    "VA Manager Access Log",
    "VA Memory",
    "VA Personality",
    "VA Session",
    "VA Template",
    "VA User Epoch",
    "VA User Preference",
]
permission_query_conditions = {name: "dartwing_va.hooks.permissions.query_conditions" for name in _GUARDED}
has_permission = {name: "dartwing_va.hooks.permissions.has_permission" for name in _GUARDED}

# A log names what it is about; that must not keep anybody from deleting it.
ignore_links_on_delete = [*_GUARDED, "VA Sub-Agent Config"]

website_route_rules = [
    {"from_route": "/va", "to_route": "va"},
    {"from_route": "/va/<path:app_path>", "to_route": "va"},
]
doctype_list_js = {"Employee": "public/js/employee_list.js"}

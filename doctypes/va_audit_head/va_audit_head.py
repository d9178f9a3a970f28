from dartwing_va.hooks.controller import VADocument


class VAAuditHead(VADocument):
    """The end of the audit chain: the row that is locked while a new audit row is added."""

    va_guarded = True

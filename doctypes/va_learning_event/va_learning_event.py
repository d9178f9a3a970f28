from __future__ import annotations

from dartwing_va.dartwing_va.doctype.fields import normal_json, require_between
from dartwing_va.hooks.controller import VADocument


class VALearningEvent(VADocument):
    """A correction or reaction that the assistant learned from."""

    va_prefix = "learn"

    def validate(self):
        normal_json(self, "context")
        require_between(self, "confidence", 0, 1)

from __future__ import annotations

from dartwing_va.dartwing_va.doctype.checks import TRAITS, style_words
from dartwing_va.dartwing_va.doctype.fields import require_between, require_object
from dartwing_va.hooks.controller import VADocument


class VAPersonality(VADocument):
    """How the assistant of one employee sounds: the 26 dimensions decide, the Select fields follow (decisions.md 5)."""

    va_prefix = "pers"

    def validate(self):
        require_object(self, "custom_traits")
        for trait in TRAITS:
            # Empty is 0: as the starting point says.
            require_between(self, "dim_" + trait, 0, 10)
        self.update(style_words(self.as_dict()))

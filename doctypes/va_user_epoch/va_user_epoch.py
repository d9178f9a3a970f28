from dartwing_va.hooks.controller import VADocument


class VAUserEpoch(VADocument):
    """Grows with each sign-out, password or role change of a user; tokens with a lower number are refused."""

    va_guarded = True

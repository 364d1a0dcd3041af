"""Saying no: what a service raises when it does not do what was asked. A middleware makes the page of it.

The text is one or two sentences in the reader's language: what happened, and what to do.
"""


class Refused(Exception):
    """It was not done, and nothing was changed."""

    status = 409


class NotAllowed(Refused):
    """This account may not do it. Who has no account is told that there is nothing here."""

    status = 403


class WrongState(Refused):
    """Nobody can do it now: the record is not in the state that it needs."""

    status = 409


class NotFound(Refused):
    """There is no such record, or it is not this person's to see: the two look the same."""

    status = 404

"""What every side says while its database cannot be reached or its disk is full."""

from support.accounts import said

GONE, FULL = "The database of this side cannot be reached", "The disk of this side is full"


def is_clear(answer, heading=GONE):
    """The page of a fault that is ours: what it means, a code to quote, and nothing from inside."""
    page = said(answer)
    assert answer.status_code == 503
    assert heading in page
    assert "Nothing was changed: what you sent was not taken, and no half of it either." in page
    assert answer["X-Reference"] in page
    assert not [word for word in ("Traceback", "Error", "sqlite", "psycopg", "/nowhere") if word in page]
    return True

"""What a leaf holds: that something of a kind was entered on a day, and a commitment to what; never a word of it.

Byte for byte, with || for "followed by":

    act        = canonical({"after": …, "before": …, "what": …, "when": …, "who": …})
    commitment = SHA-256("marga ledger commitment v1\\n" || salt of 32 random bytes || act)
    leaf data  = canonical({"commitment": HEX, "day": "YYYY-MM-DD", "kind": KIND, "v": 1})
    leaf hash  = SHA-256(0x00 || leaf data), as RFC 9162 has it

The salt lives with the record. Without it nobody can try out which act a commitment is of, so when record and salt are
lawfully erased the leaf says nothing any more, and the tree still verifies.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from hmac import compare_digest

from marga.country import gettext_noop
from marga.country.reading import shown

from .canonical import Json, canonical, plain, read_canonical
from .errors import LedgerError
from .merkle import HASH_BYTES, leaf_hash

DOMAIN = b"marga ledger commitment v1\n"
SALT_BYTES = 32
VERSION = 1
#: The kind of an entry that says that the record of another one was lawfully erased.
ERASED = "record.erased"
KIND = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*", re.ASCII)
LONGEST_KIND = 64


@dataclass(frozen=True, slots=True)
class Act:
    """Who did what, when, and what stood there before and after. Who is a number or a pseudonym, as the side has it."""

    who: str
    what: str  # the record by its number, such as "case 2026/0041"
    when: datetime
    before: Mapping[str, object] | None
    after: Mapping[str, object] | None

    def as_json(self) -> dict[str, Json]:
        """As it is committed to, and as a receipt shows it."""
        made = plain(self.as_table())
        assert isinstance(made, dict)
        return made

    def as_table(self) -> dict[str, object]:
        """The same, with values as they are."""
        return {"who": self.who, "what": self.what, "when": self.when, "before": self.before, "after": self.after}


@dataclass(frozen=True, slots=True)
class Entry:
    """The public part of an entry: all that its leaf holds."""

    kind: str  # such as "charge.changed"
    day: date  # on which it was entered, where the side is
    commitment: bytes

    def __post_init__(self) -> None:
        if len(self.kind) > LONGEST_KIND or not KIND.fullmatch(self.kind):
            raise LedgerError(gettext_noop("“{kind}” is no kind of entry; write one such as case.booked."),
                              kind=shown(self.kind))  # fmt: skip
        if len(self.commitment) != HASH_BYTES:
            raise LedgerError(gettext_noop("a commitment has 32 bytes, not {count}."), count=len(self.commitment))

    def leaf_data(self) -> bytes:
        """The bytes of the leaf."""
        return canonical({"commitment": self.commitment.hex(), "day": self.day, "kind": self.kind, "v": VERSION})

    def leaf_hash(self) -> bytes:
        return leaf_hash(self.leaf_data())


def read_entry(leaf_data: bytes) -> Entry:
    """The entry that a leaf holds. Raises LedgerError when the bytes are not exactly those of one."""
    try:
        match read_canonical(leaf_data):
            case {"commitment": str(commitment), "day": str(day), "kind": str(kind)}:
                entry = Entry(kind, date.fromisoformat(day), bytes.fromhex(commitment))
                if entry.leaf_data() == leaf_data:
                    return entry
    except ValueError:
        pass
    raise LedgerError(gettext_noop("a leaf does not hold an entry of version 1; it was changed or damaged."))


def commit(act: Act | Json, salt: bytes) -> bytes:
    """The commitment to an act with its salt of 32 random bytes, used for no other act."""
    if len(salt) != SALT_BYTES:
        raise LedgerError(gettext_noop("a salt has 32 bytes, not {count}."), count=len(salt))
    value = act.as_table() if isinstance(act, Act) else act
    return sha256(DOMAIN + salt + canonical(value)).digest()


def open_commitment(commitment: bytes, salt: bytes, act: Act | Json) -> bool:
    """Whether the commitment is to this act with this salt."""
    try:
        return compare_digest(commit(act, salt), commitment)
    except (LedgerError, TypeError):
        return False


def erasure_of(position: int) -> str:
    """What an entry of kind ERASED names in its act: the entry whose record was erased."""
    return f"entry {position}"

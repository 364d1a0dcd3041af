"""Codes on paper: digits in groups of four, to be read out over a telephone in any script.

Of a receipt's 40 digits 28 are random (some 93 bits), of a sealed slip's 56 there are 40 (some 132 bits); two more are
check digits over them (ISO 7064, MOD 97-10). Of all these each group has three, and a check digit of its own over the
group's place and its three digits (ISO 7064, MOD 11,10), so that a slip of the pen names its group. A code proves that
somebody holds the paper, and nothing else: it never signs anyone in.
"""

from __future__ import annotations

import hmac
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from marga.country import gettext_noop
from marga.country.reading import shown

from .errors import LedgerError

GROUP = 4


@dataclass(frozen=True, slots=True)
class Shape:
    """How long a code is. With its two check digits `random_digits` fills groups of three."""

    random_digits: int

    @property
    def codes(self) -> int:
        """How many codes there are. The number of a code is drawn from below it: secrets.randbelow(shape.codes)."""
        return int(10**self.random_digits)

    @property
    def groups(self) -> int:
        return (self.random_digits + 2) // (GROUP - 1)

    @property
    def digits(self) -> int:
        return self.groups * GROUP


#: Receipts, and the codes by which somebody follows what is theirs.
RECEIPT = Shape(28)
#: Sealed slips, which anybody may try on a public page: more than 128 random bits.
SLIP = Shape(40)
#: How many codes of receipts there are.
CODES = RECEIPT.codes
#: What may stand between digits: spaces of any width (also none), line breaks, hyphens and dashes.
SEPARATORS = frozenset({"Zs", "Pd"})
INVISIBLE = frozenset("\t\n\r\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u2212")
#: Keeps what is hashed here apart from whatever else the same key may hash.
PURPOSE = b"marga receipt code v1\n"


def format_code(number: int, shape: Shape = RECEIPT) -> str:
    """The code of a number below `shape.codes`, as it is printed."""
    if not 0 <= number < shape.codes:
        raise LedgerError(gettext_noop("the number of a code is a whole number of at most {digits} digits."),
                          digits=shape.random_digits)  # fmt: skip
    digits = f"{number:0{shape.random_digits}d}"
    digits += f"{98 - int(digits + '00') % 97:02d}"
    threes = [digits[start : start + 3] for start in range(0, len(digits), 3)]
    return " ".join(three + _check_digit(place, three) for place, three in enumerate(threes))


def read_code(text: str, shape: Shape = RECEIPT) -> int:
    """The number of a code as somebody typed it: in any script's digits, with any spaces and hyphens.

    Raises LedgerError that names the group with a slip, counted from 1.
    """
    groups = _groups(text, shape)
    wrong = [place for place, group in enumerate(groups) if _check_digit(place, group[:3]) != group[3]]
    if wrong:
        raise LedgerError(gettext_noop("group {number} of the code, “{group}”, has a slip; compare it with the paper."),
                          number=wrong[0] + 1, group=groups[wrong[0]])  # fmt: skip
    digits = "".join(group[:3] for group in groups)
    if int(digits) % 97 != 1:
        raise LedgerError(gettext_noop("each group of the code may be right, but not all together; compare every group "
                                       "with the paper."))  # fmt: skip
    return int(digits[: shape.random_digits])


def code_hash(number: int, key: bytes) -> bytes:
    """What is kept and published of a code: HMAC-SHA256 under a key that its side and its checker share.

    Without the key nobody can try out codes; with it, 93 random bits are still beyond trying.
    """
    return hmac.digest(key, PURPOSE + f"{number:0{RECEIPT.random_digits}d}".encode(), "sha256")


def _groups(text: str, shape: Shape) -> Sequence[str]:
    """The groups of four digits, 0 to 9."""
    if len(text) > 1000:
        raise LedgerError(gettext_noop("this is far longer than the {digits} digits of a code."), digits=shape.digits)
    typed = _typed(text)
    digits = "".join(typed)
    if len(digits) == shape.digits:
        return [digits[start : start + GROUP] for start in range(0, len(digits), GROUP)]
    for place, group in enumerate(typed if len(typed) == shape.groups else ()):
        if len(group) != GROUP:
            raise LedgerError(gettext_noop("group {number} of the code, “{group}”, should have 4 digits; compare it "
                                           "with the paper."), number=place + 1, group=group)  # fmt: skip
    raise LedgerError(gettext_noop("a code has {digits} digits in {groups} groups of 4; here are {count}."),
                      digits=shape.digits, groups=shape.groups, count=len(digits))  # fmt: skip


def _typed(text: str) -> Sequence[str]:
    """The runs of digits between what separates them."""
    written = []
    for letter in text:
        digit = unicodedata.decimal(letter, None)
        if digit is None and unicodedata.category(letter) not in SEPARATORS and letter not in INVISIBLE:
            raise LedgerError(gettext_noop("“{letter}” is no digit; a code has digits only, in any script."),
                              letter=shown(letter))  # fmt: skip
        written.append(" " if digit is None else str(digit))
    return "".join(written).split()


def _check_digit(place: int, three: str) -> str:
    """ISO 7064, MOD 11,10, over the place of a group, counted from 0, and its first three digits."""
    rest = 10
    for digit in map(int, f"{place}{three}"):
        rest = ((rest + digit) % 10 or 10) * 2 % 11
    return str((11 - rest) % 10)

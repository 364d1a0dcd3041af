"""What an audit can find, as data and as a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from marga.country import Sentence, gettext_noop, say


class Kind(StrEnum):
    CHANGED = "changed"
    MISSING = "missing"
    ADDED = "added"
    SWAPPED = "swapped"
    SIGNED = "signed"  # another tree was signed
    WITNESSED = "witnessed"  # another tree was witnessed
    UNREADABLE = "unreadable"  # a stored checkpoint


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it was entered. `first` and `last` are the entries it is about, or lies between."""

    kind: Kind
    first: int | None
    last: int | None
    says: Sentence


def entry_changed(index: int) -> Finding:
    says = gettext_noop("entry {index} was changed: what it says is not what stands in the tree.")
    return Finding(Kind.CHANGED, index, index, say(says, index=index))


def record_changed(index: int) -> Finding:
    says = gettext_noop("the record of entry {index} was changed: it is not what was entered.")
    return Finding(Kind.CHANGED, index, index, say(says, index=index))


def leaf_changed(first: int, last: int) -> Finding:
    says = gettext_noop("one of the entries {first} to {last} was changed, and its leaf with it: the tree above does "
                        "not fit.")  # fmt: skip
    return Finding(Kind.CHANGED, first, last, say(says, first=first, last=last))


def node_lost(first: int, last: int) -> Finding:
    says = gettext_noop("the stored tree has lost a node over the entries {first} to {last}.")
    return Finding(Kind.MISSING, first, last, say(says, first=first, last=last))


def entry_missing(index: int) -> Finding:
    return Finding(Kind.MISSING, index, index, say(gettext_noop("entry {index} is missing."), index=index))


def entries_missing(first: int, last: int) -> Finding:
    if first == last:
        return entry_missing(first)
    says = gettext_noop("the entries {first} to {last} are missing.")
    return Finding(Kind.MISSING, first, last, say(says, first=first, last=last))


def record_missing(index: int) -> Finding:
    says = gettext_noop("the record of entry {index} is missing, and no entry says that it was lawfully erased.")
    return Finding(Kind.MISSING, index, index, say(says, index=index))


def entry_added(index: int) -> Finding:
    says = gettext_noop("entry {index} was added: the tree has no such entry in its place.")
    return Finding(Kind.ADDED, index, index, say(says, index=index))


def record_added(name: str) -> Finding:
    says = gettext_noop("a record was added without an entry: {name}.")
    return Finding(Kind.ADDED, None, None, say(says, name=name))


def entries_swapped(first: int, second: int) -> Finding:
    says = gettext_noop("the entries {first} and {second} were swapped.")
    return Finding(Kind.SWAPPED, first, second, say(says, first=first, second=second))


def records_swapped(first: int, second: int) -> Finding:
    says = gettext_noop("the records of the entries {first} and {second} were swapped.")
    return Finding(Kind.SWAPPED, first, second, say(says, first=first, second=second))


def signed_other(first: int, size: int) -> Finding:
    says = gettext_noop("the tree of {size} entries that was signed is another: among the entries {first} to {last} "
                        "one was changed, and the tree with it.")  # fmt: skip
    return Finding(Kind.SIGNED, first, size - 1, say(says, size=size, first=first, last=size - 1))


def signed_more(left: int, size: int) -> Finding:
    says = gettext_noop("a tree of {size} entries was signed, and {left} are left: the last ones were cut off, or an "
                        "older copy was put in place.")  # fmt: skip
    return Finding(Kind.SIGNED, left, size - 1, say(says, size=size, left=left))


def witnessed_other(first: int, size: int) -> Finding:
    says = gettext_noop("the tree of {size} entries that a witness saw is another: among the entries {first} to {last} "
                        "one was changed, and everything made and signed again.")  # fmt: skip
    return Finding(Kind.WITNESSED, first, size - 1, say(says, size=size, first=first, last=size - 1))


def witnessed_more(left: int, size: int) -> Finding:
    says = gettext_noop("a witness saw a tree of {size} entries, and {left} are left: the last ones were cut off, or "
                        "an older copy was put in place.")  # fmt: skip
    return Finding(Kind.WITNESSED, left, size - 1, say(says, size=size, left=left))


def checkpoint_unreadable(name: str, reason: Sentence) -> Finding:
    says = gettext_noop("a stored checkpoint, {name}, says nothing: {reason}")
    return Finding(Kind.UNREADABLE, None, None, say(says, name=name, reason=reason))


def leaf_rewritten(index: int) -> Finding:
    says = gettext_noop("the leaf that is stored with entry {index} was changed: it is not that of the entry.")
    return Finding(Kind.CHANGED, index, index, say(says, index=index))


def leaves_swapped(first: int, second: int) -> Finding:
    says = gettext_noop("the leaves that are stored with the entries {first} and {second} were swapped.")
    return Finding(Kind.SWAPPED, first, second, say(says, first=first, second=second))


def erased_filled(index: int) -> Finding:
    says = gettext_noop("the record of entry {index} was lawfully erased, and now says something again.")
    return Finding(Kind.CHANGED, index, index, say(says, index=index))


def entry_without_record(name: str) -> Finding:
    says = gettext_noop("an entry waits for its place and has no record: {name}.")
    return Finding(Kind.MISSING, None, None, say(says, name=name))


def checkpoint_changed(name: str) -> Finding:
    says = gettext_noop("a stored checkpoint, {name}, was changed: its columns are not what was signed.")
    return Finding(Kind.CHANGED, None, None, say(says, name=name))


def urgency_changed(name: str, first: int, last: int) -> Finding:
    says = gettext_noop("whether somebody waited for a proof was changed: {name} says another thing than the entries "
                        "{first} to {last}.")  # fmt: skip
    return Finding(Kind.CHANGED, first, last, say(says, name=name, first=first, last=last))


def checkpoint_missing(size: int) -> Finding:
    says = gettext_noop("the stored checkpoint of {size} entries is missing; it was signed.")
    return Finding(Kind.MISSING, None, None, say(says, size=size))


def list_missing(first: int, size: int) -> Finding:
    says = gettext_noop("the stored list of receipts of the entries {first} to {last} is missing; it was signed.")
    return Finding(Kind.MISSING, None, None, say(says, first=first, last=size - 1))


def both_missing(size: int) -> Finding:
    says = gettext_noop("the stored checkpoint of {size} entries and its list of receipts are missing; the next list "
                        "goes on from there.")  # fmt: skip
    return Finding(Kind.MISSING, None, None, say(says, size=size))


def list_unreadable(name: str, reason: Sentence) -> Finding:
    says = gettext_noop("a stored list of receipts, {name}, says nothing: {reason}")
    return Finding(Kind.UNREADABLE, None, None, say(says, name=name, reason=reason))


def list_changed(name: str) -> Finding:
    says = gettext_noop("a stored list of receipts, {name}, was changed or added: it is not the one that was signed "
                        "there.")  # fmt: skip
    return Finding(Kind.CHANGED, None, None, say(says, name=name))


def receipt_changed(index: int) -> Finding:
    says = gettext_noop("the receipt that entry {index} belongs to was changed: the signed list has another.")
    return Finding(Kind.CHANGED, index, index, say(says, index=index))


def receipt_taken(index: int) -> Finding:
    says = gettext_noop("entry {index} belongs to a receipt by the signed list, and no longer says so.")
    return Finding(Kind.CHANGED, index, index, say(says, index=index))


def receipt_added(index: int) -> Finding:
    says = gettext_noop("entry {index} says that it belongs to a receipt, and the signed list does not.")
    return Finding(Kind.CHANGED, index, index, say(says, index=index))


def cosignature_changed(name: str) -> Finding:
    says = gettext_noop("a witness's stored signature, {name}, was changed or moved: no witness made it so.")
    return Finding(Kind.CHANGED, None, None, say(says, name=name))


def not_kept(size: int) -> Finding:
    says = gettext_noop("the checkpoint of {size} entries is known from elsewhere to have been signed, and is not "
                        "stored any more.")  # fmt: skip
    return Finding(Kind.MISSING, None, None, say(says, size=size))

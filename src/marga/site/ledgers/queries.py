"""What is asked of a ledger: its checkpoints, proofs and lists, and the proof that goes on a receipt."""

from __future__ import annotations

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from marga.ledger import tree
from marga.ledger.commitment import open_commitment
from marga.ledger.notes import SignedNote, read_note, read_signature
from marga.ledger.receipts import Receipt
from marga.site.ledgers.models import Checkpoint, Cosignature, Entered, ReceiptList
from marga.site.ledgers.nodes import StoredNodes
from marga.site.refusals import NotFound, WrongState

MOST_COSIGNATURES = 2  # on a receipt, which must fit a QR code


def last_checkpoint() -> SignedNote:
    """What was signed last, with the cosignatures there are. Raises NotFound while nothing was."""
    found = Checkpoint.objects.last()
    if found is None:
        raise NotFound(_("Nothing was signed yet. Ask again in a minute."))
    return _with_cosignatures(found)


def last_witnessed() -> SignedNote:
    """The largest tree that a witness has cosigned. Raises NotFound while there is none."""
    found = _witnessed()
    if found is None:
        raise NotFound(_("No witness has cosigned anything yet."))
    return _with_cosignatures(found)


def signed_size() -> int:
    """How many entries the tree has that was signed last."""
    return Checkpoint.objects.values_list("size", flat=True).last() or 0


def inclusion(index: int, size: int) -> list[bytes]:
    """The leaf at an index of the tree of a size, then its proof. Raises NotFound beyond what was signed."""
    _check_signed(size)
    if index >= size:
        raise NotFound(_("A tree of {size} entries has no entry {index}: they are counted from 0.").format(
            size=size, index=index))  # fmt: skip
    leaf = tree.read(StoredNodes(), [(0, index)])
    return [leaf[0, index], *tree.inclusion_proof(StoredNodes(), index, size)]


def consistency(first: int, second: int) -> list[bytes]:
    """That the tree of `second` entries continues that of `first`. Raises NotFound beyond what was signed."""
    _check_signed(second)
    if first > second:
        raise NotFound(_("A tree of {first} entries does not come before one of {second}: swap them.").format(
            first=first, second=second))  # fmt: skip
    return tree.consistency_proof(StoredNodes(), first, second)


def receipt_list(first: int) -> str:
    """The list of receipts that begins with an entry. Raises NotFound where none does."""
    found = ReceiptList.objects.filter(first=first).first()
    if found is None:
        raise NotFound(_("No list of receipts begins with entry {first}. Begin with 0; the next begins where one "
                         "ends.").format(first=first))  # fmt: skip
    return found.note


def proof_for(row: Entered, *, shortest: bool = False) -> Receipt | None:
    """All that proves a record, for its receipt (`marga.ledger.receipts.write_receipt`); None until it was signed.

    Within a second if it was entered as `wanted`; a page asks again until then. It takes the last checkpoint, or where
    there is one that holds the entry, the last that a witness cosigned. Raises WrongState when the record was erased,
    or is no longer what was entered: nobody is given a receipt that does not prove itself.

    shortest   by the first checkpoint that holds the entry: a proof does not grow with the tree then
    """
    kept = type(row)._base_manager.select_related("entry", *row.READS).get(pk=row.pk)
    if kept.salt is None:
        raise WrongState(_("This record was lawfully erased; nothing can be proven of it any more."))
    act, entry, salt = kept.act(), kept.entry, bytes(kept.salt)
    if not open_commitment(bytes(entry.commitment), salt, act):
        raise WrongState(_("This record is no longer what was entered, so no receipt is given. Tell whoever runs this "
                           "site: an audit of the ledger will say what was changed."))  # fmt: skip
    found = _first_of(entry.position) if shortest else _checkpoint_of(entry.position)
    if entry.position is None or found is None:
        return None
    path = tree.inclusion_proof(StoredNodes(), entry.position, found.size)
    note = _with_cosignatures(found, MOST_COSIGNATURES)
    return Receipt(salt, entry.kind, entry.day, act.as_json(), entry.position, tuple(path), note)


def _check_signed(size: int) -> None:
    signed = signed_size()
    if size > signed:
        raise NotFound(_("The tree that was signed last has {signed} entries, not {size}.").format(
            signed=signed, size=size))  # fmt: skip


def _checkpoint_of(position: int | None) -> Checkpoint | None:
    """The checkpoint to prove an entry by."""
    if position is None:
        return None
    for found in (_witnessed(), Checkpoint.objects.last()):
        if found is not None and found.size > position:
            return found
    return None


def _first_of(position: int | None) -> Checkpoint | None:
    """The first checkpoint that holds an entry."""
    return None if position is None else Checkpoint.objects.filter(size__gt=position).order_by("size").first()


def _witnessed() -> Checkpoint | None:
    theirs = Cosignature.objects.filter(checkpoint=OuterRef("pk"))
    return Checkpoint.objects.filter(Exists(theirs)).last()


def _with_cosignatures(checkpoint: Checkpoint, most: int | None = None) -> SignedNote:
    """The stored note with the lines of witnesses, which hold for every checkpoint of the same text."""
    same = Cosignature.objects.filter(checkpoint__size=checkpoint.size, checkpoint__root=checkpoint.root)
    lines = same.order_by("pk").values_list("line", flat=True)[:most]
    return read_note(checkpoint.note).with_signatures([read_signature(line) for line in lines])

"""What a side keeps of its ledger, and `Entered`: the rows that are the records of acts.

Nothing here is ever changed or removed but what `protecting` lets through: an entry is given its position, once, and
an erasure empties a record.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.apps import apps
from django.core.checks import CheckMessage, Error
from django.db import models
from django.db.models import Q

from marga.ledger.commitment import ERASED, LONGEST_KIND, SALT_BYTES, Act, erasure_of
from marga.ledger.keys import KEY_ID_BYTES, LONGEST_NAME
from marga.ledger.merkle import HASH_BYTES


class Entry(models.Model):
    """One act in the ledger. `position` is its index in the tree; null until the sequencer has come to it.

    The unique index over positions is partial on purpose: PostgreSQL then takes a row lock for giving a position that
    no foreign key to an entry waits for.
    """

    kind = models.CharField(max_length=LONGEST_KIND)
    day = models.DateField()  # on which it was entered, where the side is
    commitment = models.BinaryField(max_length=HASH_BYTES)
    leaf = models.BinaryField(max_length=HASH_BYTES)  # the hash of its leaf
    receipt = models.BinaryField(max_length=HASH_BYTES, null=True)  # the hash of the code of the receipt it is about
    wanted = models.BooleanField(default=False)  # somebody waits for its proof
    position = models.BigIntegerField(null=True)

    class Meta:
        verbose_name_plural = "entries"
        constraints = [
            models.UniqueConstraint(
                fields=["position"], condition=Q(position__isnull=False), name="one_entry_a_position"
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(position__isnull=True), name="entries_waiting"),
            models.Index(fields=["position"], condition=Q(wanted=True), name="entries_wanted"),
            models.Index(fields=["position"], condition=Q(receipt__isnull=False), name="entries_of_receipts"),
        ]

    def __str__(self) -> str:
        return f"entry {self.position}: {self.kind}, {self.day}"


class Node(models.Model):
    """A complete node of the tree; level 0 are the leaves."""

    pk = models.CompositePrimaryKey("level", "index")
    level = models.SmallIntegerField()
    index = models.BigIntegerField()
    hash = models.BinaryField(max_length=HASH_BYTES)

    def __str__(self) -> str:
        return f"node {self.index} of level {self.level}"


class Checkpoint(models.Model):
    """What was signed of the tree at a size. The same size is signed again only when keys change hands."""

    size = models.BigIntegerField(db_index=True)
    root = models.BinaryField(max_length=HASH_BYTES)
    note = models.TextField()  # with the signatures of the ledger's own keys
    made_at = models.DateTimeField()
    urgent = models.BooleanField()  # a receipt waited for it

    def __str__(self) -> str:
        return f"checkpoint of {self.size} entries"


class Cosignature(models.Model):
    """A witness's line under a checkpoint, verified when it came; the first that each key of a witness sent."""

    checkpoint = models.ForeignKey(Checkpoint, on_delete=models.PROTECT, related_name="cosignatures")
    name = models.CharField(max_length=LONGEST_NAME)
    key_id = models.BinaryField(max_length=KEY_ID_BYTES)
    line = models.TextField()
    at = models.DateTimeField()  # as the witness says

    class Meta:
        constraints = [models.UniqueConstraint(fields=["checkpoint", "name", "key_id"], name="one_cosignature_a_key")]

    def __str__(self) -> str:
        return f"{self.name} on {self.checkpoint_id}"


class ReceiptList(models.Model):
    """The published list of the receipts that entries `first` to `size` - 1 are about."""

    first = models.BigIntegerField(unique=True)
    size = models.BigIntegerField(unique=True)
    note = models.TextField()

    def __str__(self) -> str:
        return f"receipts of the entries {self.first} to {self.size - 1}"


class Entered(models.Model):
    """A row that is the record of one act. `marga.site.ledgers.services.enter` writes it, with its entry.

    The act must be made anew from the row as it stands, at any time: from its own columns, and from rows that never
    change either, which `READS` names for `select_related`. Not from its `id`, which is not known before.
    """

    KIND: ClassVar[str] = ""  # such as "case.booked"; entries keep it for good
    READS: ClassVar[tuple[str, ...]] = ()
    #: The columns that say who or what it was about. Each can be null or is a text: an erasure empties them.
    CONTENT: ClassVar[tuple[str, ...]] = ()

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="+", editable=False)
    erasure = models.ForeignKey(
        Entry, on_delete=models.PROTECT, related_name="+", editable=False, null=True, db_index=False
    )  # the entry that says that this record was lawfully erased
    salt = models.BinaryField(max_length=SALT_BYTES, null=True, editable=False)  # null once erased
    by = models.CharField(max_length=80)  # a number or a pseudonym, as the side has it
    at = models.DateTimeField()

    class Meta:
        abstract = True

    @classmethod
    def check(cls, **named: Any) -> list[CheckMessage]:
        """A column that could not be emptied, or a kind that is missing, is told at the start."""
        fields = {field.name: field for field in cls._meta.concrete_fields}
        wrong = [name for name in cls.CONTENT if name not in fields or not _can_be_emptied(fields[name])]
        found = [Error(f"{name}: an erasure could not empty it.", obj=cls, id="ledgers.E001") for name in wrong]
        if not cls.KIND and cls.kind_of_act is Entered.kind_of_act:
            found.append(Error("KIND is missing.", obj=cls, id="ledgers.E002"))
        return [*super().check(**named), *found]

    def kind_of_act(self) -> str:
        """The kind of its entry; to be overridden where rows of one table are of several kinds."""
        return self.KIND

    def what(self) -> str:
        """What it was done with, by its number: "case 2026/0041"."""
        raise NotImplementedError

    def before(self) -> Mapping[str, object] | None:
        """What stood there before, as plain values; None where nothing did."""
        return None

    def after(self) -> Mapping[str, object] | None:
        """What stands there since, as plain values; None where nothing does."""
        raise NotImplementedError

    def act(self) -> Act:
        """The act, made from the row as it is."""
        return Act(self.by, self.what(), self.at, self.before(), self.after())


class Erasure(Entered):
    """That the record of an entry was lawfully erased, by whom and why. It is an act as any other."""

    KIND = ERASED

    position = models.BigIntegerField(unique=True)  # of the entry whose record was erased
    reason = models.CharField(max_length=300)

    def what(self) -> str:
        return erasure_of(self.position)

    def after(self) -> Mapping[str, object]:
        return {"reason": self.reason}


def entered_models() -> list[type[Entered]]:
    """Every table of records that this side has, in the order of their names."""
    found = [model for model in apps.get_models() if issubclass(model, Entered)]
    return sorted(found, key=lambda model: model._meta.db_table)


def keeps_ledger() -> bool:
    """Whether this side enters anything: then its worker runs a sequencer."""
    return any(model is not Erasure for model in entered_models())


def _can_be_emptied(field: models.Field[Any, Any]) -> bool:
    return field.null or isinstance(field, models.CharField | models.TextField)

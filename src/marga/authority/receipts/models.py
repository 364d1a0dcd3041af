"""What the check of receipts keeps: lists as ledgers signed them. From where wrong codes came is kept by `site.tries`.

No code is here, nor anything that somebody typed: of a code only the hash that its side published.
"""

from __future__ import annotations

from django.db import models

from marga.ledger.commitment import LONGEST_KIND
from marga.ledger.keys import LONGEST_NAME
from marga.ledger.merkle import HASH_BYTES


class ReceiptSource(models.Model):
    """A ledger whose lists of receipts are taken: set by the operator, and how far the lists have come.

    The key of the codes' hashes is no column: it is in a file of its own (`keys.path_of`).
    """

    ledger = models.CharField(max_length=LONGEST_NAME, unique=True)  # its name, which its keys have too
    address = models.CharField(max_length=500)  # of the side that keeps it
    keys = models.TextField()  # verifier keys of the ledger, one a line
    witnesses = models.TextField(blank=True)  # verifier keys of the witnesses that are trusted, one a line
    size = models.BigIntegerField(default=0)  # entries that the lists cover; the next begins here
    seen = models.TextField(blank=True)  # the largest checkpoint that was seen
    witnessed = models.BigIntegerField(default=0)  # entries of the largest tree that a trusted witness cosigned
    taken_at = models.DateTimeField(null=True)  # when all lists there were had been taken last
    problem = models.JSONField(default=dict)  # language -> sentence; empty while all goes well
    problem_since = models.DateTimeField(null=True)

    class Meta:
        ordering = ["ledger"]

    def __str__(self) -> str:
        return f"{self.ledger} at {self.address}"


class TakenList(models.Model):
    """A list as it was signed: the tree that goes with it is what a receipt's tree is compared with."""

    source = models.ForeignKey(ReceiptSource, on_delete=models.CASCADE, related_name="lists")
    first = models.BigIntegerField()
    size = models.BigIntegerField()
    root = models.BinaryField(max_length=HASH_BYTES)
    note = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "size"], name="one_taken_list_a_size")]

    def __str__(self) -> str:
        return f"entries {self.first} to {self.size - 1} of {self.source_id}"


class ListedEntry(models.Model):
    """One entry about a receipt, from a list."""

    source = models.ForeignKey(ReceiptSource, on_delete=models.CASCADE, related_name="entries")
    index = models.BigIntegerField()
    hash = models.BinaryField(max_length=HASH_BYTES, db_index=True)  # of the receipt's code
    kind = models.CharField(max_length=LONGEST_KIND)
    day = models.DateField()

    class Meta:
        ordering = ["index"]
        constraints = [models.UniqueConstraint(fields=["source", "index"], name="one_listed_entry_an_index")]

    def __str__(self) -> str:
        return f"entry {self.index}: {self.kind}, {self.day}"


class ReceiptEvidence(models.Model):
    """What a ledger answered that cannot be believed, as it came. Kept when its source is removed, too."""

    ledger = models.CharField(max_length=LONGEST_NAME)
    at = models.DateTimeField()
    says = models.JSONField()  # language -> why it is not believed
    signed = models.BooleanField()  # by the ledger itself: then it contradicts itself
    text = models.TextField()
    sha256 = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.ledger} at {self.at:%Y-%m-%d %H:%M}"

"""Cases, people and charges as they stand. Every row follows from acts; `marga.enforcement.acts` has those.

No column has `db_index` that a named index or constraint begins with: on PostgreSQL it would make two more of a text,
and an import of thousands of cases writes each.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from marga.enforcement.acts.models import LONGEST_NUMBER, LONGEST_PART
from marga.enforcement.stations.models import LONGEST_OFFICER, Unit

LONGEST_KEY = LONGEST_NUMBER + LONGEST_PART
PATTERNS = "text_pattern_ops"


class Case(models.Model):
    """A case of a unit. `recorded` is the first record, by which it is numbered and counted."""

    number = models.CharField(max_length=LONGEST_NUMBER, primary_key=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="cases", db_index=False)
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    place = models.CharField(max_length=200, blank=True)
    province = models.CharField(max_length=10)
    event = models.DateTimeField(null=True)
    recorded = models.DateTimeField()
    operation = models.CharField(max_length=40)
    narrative = models.TextField(blank=True)
    slip = models.PositiveIntegerField(null=True)  # the paper receipt it was typed in from
    source = models.CharField(max_length=80, blank=True)  # what it was imported as
    offence = models.CharField(max_length=40, blank=True)  # what it counts as: the gravest charge that stands
    people = models.PositiveSmallIntegerField(default=0)
    court_sent = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "serial"], name="one_case_a_number"),
            models.UniqueConstraint(fields=["unit", "source"], condition=~Q(source=""), name="imported_once"),
        ]
        indexes = [
            models.Index(fields=["unit", "-recorded", "-number"], name="cases_of_a_unit"),
            models.Index(fields=["unit", "offence", "-recorded", "-number"], name="cases_of_a_unit_by_offence"),
            models.Index(fields=["-recorded", "-number"], name="cases_by_time"),
            models.Index(fields=["offence", "-recorded", "-number"], name="cases_by_offence"),
            models.Index(fields=["operation", "-recorded", "-number"], name="cases_by_operation"),
            models.Index(
                fields=["unit", "-recorded", "-number"], condition=Q(court_sent__isnull=True), name="cases_not_sent"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class CaseOfficer(models.Model):
    """That an officer has a part in a case: signed, weighed, booked, reviewed nothing of it from outside."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="officers", db_index=False)
    officer = models.CharField(max_length=LONGEST_OFFICER)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "officer"], name="one_part_an_officer")]
        indexes = [models.Index(fields=["officer", "case"], name="cases_of_an_officer")]

    def __str__(self) -> str:
        return f"{self.officer} in {self.case_id}"


class Prosecutor(models.Model):
    """The prosecutor who was told of a case, and so may read it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="prosecutors")
    number = models.CharField(max_length=LONGEST_OFFICER, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="one_part_a_prosecutor")]

    def __str__(self) -> str:
        return f"{self.number} for {self.case_id}"


class Party(models.Model):
    """A person in a case. `person` is the same for all parties that were merged: the least of their keys."""

    key = models.CharField(max_length=LONGEST_KEY, primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="parties", db_index=False)
    number = models.PositiveSmallIntegerField()
    person = models.CharField(max_length=LONGEST_KEY)
    role = models.CharField(max_length=40)
    name = models.CharField(max_length=120, blank=True)
    alias = models.CharField(max_length=120, blank=True)
    sex = models.CharField(max_length=20, blank=True)
    born_from = models.DateField(null=True)
    born_to = models.DateField(null=True)
    birth_known = models.CharField(max_length=10, blank=True)  # as it was given: day, month, year, about
    citizenship = models.CharField(max_length=20, blank=True)
    nationality = models.CharField(max_length=60, blank=True)
    languages = models.JSONField(default=list)
    occupation = models.CharField(max_length=120, blank=True)
    moved_for_work = models.BooleanField(null=True)
    moved_from = models.CharField(max_length=120, blank=True)
    moved_since = models.DateField(null=True)
    address_province = models.CharField(max_length=10, blank=True)
    guardian_of = models.CharField(max_length=LONGEST_KEY, blank=True)
    arrested = models.DateTimeField(null=True)
    arrived = models.DateTimeField(null=True)
    minor = models.BooleanField(default=False)  # treated as one when booked
    supply_role = models.CharField(max_length=40, blank=True)
    outcome = models.CharField(max_length=40, blank=True)
    slip_given = models.DateTimeField(null=True)
    receipt = models.BinaryField(max_length=32, null=True)  # the hash of the code of the receipt
    erased = models.DateTimeField(null=True)  # when the law had it erased who this is

    class Meta:
        verbose_name_plural = "parties"
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="one_person_a_number")]
        indexes = [models.Index(fields=["person"], name="records_of_a_person")]

    def __str__(self) -> str:
        return self.key


class NameKey(models.Model):
    """The consonants of one word, or of two, of a name or alias: what a name is found by, however it is spelt.

    Two words together are rare where each alone is not. `unit` and `born` are the party's: they keep the rows few that
    a search within a unit, or of a year of birth, has to read.
    """

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+", db_index=False)
    sound = models.CharField(max_length=80)
    unit = models.CharField(max_length=20)
    born = models.DateField(null=True)  # the earliest day

    class Meta:
        indexes = [
            models.Index(fields=["party"], name="names_of_a_person"),
            # of patterns, so that the beginning of a word finds it too
            models.Index(fields=["sound", "born"], opclasses=["text_pattern_ops", "date_ops"], name="names_by_sound"),
            models.Index(
                fields=["unit", "sound", "born"],
                opclasses=["text_pattern_ops", "text_pattern_ops", "date_ops"],
                name="names_of_a_unit",
            ),
        ]

    def __str__(self) -> str:
        return self.sound


class Charge(models.Model):
    """One version of a charge. `offence` is "" where it was dropped; `most_months` None is life."""

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="charges", db_index=False)
    line = models.PositiveSmallIntegerField(default=1)
    version = models.PositiveSmallIntegerField()
    offence = models.CharField(max_length=40, blank=True)
    article = models.CharField(max_length=80, blank=True)
    quantity = models.CharField(max_length=40, blank=True)
    band = models.CharField(max_length=40, blank=True)
    least_months = models.PositiveIntegerField(default=0)
    most_months = models.PositiveIntegerField(null=True)
    fine = models.BooleanField(default=False)
    or_fine = models.BooleanField(default=False)
    at = models.DateTimeField()
    author = models.CharField(max_length=LONGEST_OFFICER)
    author_rank = models.CharField(max_length=40)
    second = models.CharField(max_length=LONGEST_OFFICER, blank=True)
    second_rank = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=600, blank=True)
    decision = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["party", "line", "version"], name="one_charge_a_version")]

    def __str__(self) -> str:
        return f"{self.party_id}, charge {self.line}, version {self.version}"


class Proposal(models.Model):
    """Another version of a charge that waits for a second officer; gone once that officer agreed or declined."""

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="proposals")
    line = models.PositiveSmallIntegerField(default=1)
    offence = models.CharField(max_length=40, blank=True)
    quantity = models.CharField(max_length=40, blank=True)
    band = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=600)
    decision = models.CharField(max_length=80, blank=True)
    author = models.CharField(max_length=LONGEST_OFFICER)
    author_rank = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["party", "line"], name="one_proposal_a_charge")]

    def __str__(self) -> str:
        return f"{self.party_id}, charge {self.line}"


class Property(models.Model):
    """Something taken from a person. Money has its currency; `returned` is when the person had it back."""

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="property", db_index=False)
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=40)
    mark = models.CharField(max_length=120, blank=True)
    amount = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, blank=True)
    returned = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "property"
        constraints = [models.UniqueConstraint(fields=["party", "number"], name="one_line_a_thing")]

    def __str__(self) -> str:
        return f"{self.party_id}, {self.number}: {self.kind}"


class SupplyRole(models.Model):
    """A part in supply that was written down, with the classes of evidence for it."""

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="supply_roles")
    role = models.CharField(max_length=40)
    evidence = models.JSONField(default=list)
    reason = models.CharField(max_length=600, blank=True)
    by = models.CharField(max_length=LONGEST_OFFICER)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.party_id}: {self.role}"


class Trace(models.Model):
    """What links cases: a telephone, an address, a supplier, the source of a seal; `value` as it is compared."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="traces")
    kind = models.CharField(max_length=20)
    shown = models.CharField(max_length=120)
    value = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "kind", "value"], name="one_trace_a_case")]
        indexes = [models.Index(fields=["kind", "value"], name="traces_by_value")]

    def __str__(self) -> str:
        return f"{self.kind} {self.shown}"


class Merge(models.Model):
    """That two parties are one person, by an act with a reason; taken back by another."""

    one = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=600)
    by = models.CharField(max_length=LONGEST_OFFICER)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["one", "other"], name="merged_once")]

    def __str__(self) -> str:
        return f"{self.one_id} is {self.other_id}"

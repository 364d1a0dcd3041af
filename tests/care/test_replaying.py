"""What somebody types into the database behind the application's back is found: the acts say what stands."""

import pytest
from django.apps import apps
from django.db import models

from marga.care import models as care
from marga.care.acts.projected import BESIDE, PROJECTED
from marga.care.acts.replaying import differences
from marga.care.auditing import findings, notes
from marga.country import ENGLISH, write
from marga.site.acts.comparing import columns
from marga.site.acts.kinds import KINDS
from marga.site.ledgers import signing
from marga.site.ledgers.auditing import audit_all, one_moment
from support.care import HOME, asked
from support.care_lived import lived_in
from support.entering import typed

EACH = [(model, key, name) for model, key in PROJECTED.items() for name in columns(model, key)]


@pytest.fixture
def lived(database):
    return lived_in()


#: The parts of the side that `live` lives in; the tests of the others replay their own acts.
LIVED = ("centres", "clients", "requests", "stays")
HERE = [model for model in PROJECTED if model.__module__.split(".")[2] in LIVED]


def found():
    return [write(one.says, ENGLISH) for one in differences()]


def test_every_table_follows_from_acts_or_says_why_not():
    tables = {model for model in apps.get_models() if model.__module__.startswith("marga.care")}
    assert tables == set(PROJECTED) | set(BESIDE)


def test_a_side_that_was_lived_in_is_what_its_acts_say(lived):
    of_care = {
        kind
        for kind, one in KINDS.items()
        if one.content.__module__.startswith(tuple(f"marga.care.{part}." for part in LIVED))
    }
    assert of_care - set(care.Act.objects.values_list("kind", flat=True)) <= {"client.shared", "stay.drug"}
    for model in HERE:
        assert model.objects.exists(), model
    assert found() == []
    assert list(findings()) == []
    assert list(notes()) == []


def test_the_side_reads_its_own_database_again_afterwards(lived):
    count = care.Request.objects.count()
    found()
    asked()
    assert care.Request.objects.count() == count + 1


def other(field, value):
    """A value that a column may hold, and does not."""
    if isinstance(field, models.BooleanField):
        return str(not value).upper() if value is not None else "TRUE"
    if isinstance(field, models.IntegerField | models.DecimalField | models.FloatField):
        return str((value or 0) + 1)
    if isinstance(field, models.DateTimeField):
        return "'2020-02-02 02:02:02'"
    if isinstance(field, models.DateField):
        return "'2020-02-02'"
    if isinstance(field, models.JSONField):
        return """'["other"]'"""
    if isinstance(field, models.BinaryField):
        return "X'00'"
    return "'other'"


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("model", HERE, ids=lambda model: model.__name__)
def test_every_column_that_sql_changes_is_named_and_every_row_it_takes_away(lived, model):
    names = columns(model, PROJECTED[model])
    table, row = model._meta.db_table, model.objects.order_by("pk").last()
    foreign = {field.attname for field in model._meta.concrete_fields if field.is_relation}
    expected = [name for name in names if name not in foreign]
    field_of = {field.attname: field for field in model._meta.concrete_fields}
    pk = field_of[model._meta.pk.attname].column
    changes = ", ".join(f'"{field_of[name].column}" = {other(field_of[name], getattr(row, name))}' for name in expected)
    if changes:
        typed(f"""UPDATE "{table}" SET {changes} WHERE "{pk}" = '{row.pk}'""")
        told = {one.says.values["column"] for one in differences() if "column" in one.says.values}
        assert told >= set(expected), set(expected) - told
    typed(f"""DELETE FROM "{table}" WHERE "{pk}" = '{row.pk}'""")
    assert any("is missing" in one for one in found())


@pytest.mark.parametrize(("statement", "says"), [
    (f"UPDATE care_centre SET safe = 99 WHERE code = '{HOME}'", "safe is “99”, and acts say"),
    ("UPDATE care_stay SET review_due = '2030-01-01'", "review_due is “2030-01-01”"),
    ("UPDATE care_wait SET urgency = 0", "urgency is “0”, and acts say"),
    ("DELETE FROM care_stayreview", "is missing; acts say that it is there"),
    ("INSERT INTO care_atcentre (client_id, centre_id) SELECT number, 'KH-2-R1' FROM care_client",
     "was added; no act says that it is there"),
])  # fmt: skip
def test_sql_behind_the_applications_back_is_named(lived, statement, says):
    typed(statement)
    assert any(says in line for line in found())


def test_the_ledger_of_a_lived_side_is_whole_and_an_act_that_sql_changed_is_named(lived):
    with one_moment():
        assert audit_all(signing.verifiers(), []).audit.findings == ()
    typed("UPDATE care_act SET \"by\" = 'other' WHERE kind = 'stay.begun'")
    with one_moment():
        assert audit_all(signing.verifiers(), []).audit.findings

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

#: What the ledger itself holds of an act; its number is one that the database gave.
OF_AN_ACT = [field.attname for field in care.Act._meta.concrete_fields if field.attname != "id"]


@pytest.fixture
def lived(database):
    return lived_in()


def found():
    return [write(one.says, ENGLISH) for one in differences()]


def audited():
    """What an audit of the ledger says, with the tables."""
    with one_moment():
        return audit_all(signing.verifiers(), []).audit.findings


def test_every_table_follows_from_acts_or_says_why_not():
    tables = {model for model in apps.get_models() if model.__module__.startswith("marga.care")}
    assert tables == set(PROJECTED) | set(BESIDE)


def test_a_side_that_was_lived_in_is_what_its_acts_say(lived):
    of_care = {name for name, one in KINDS.items() if one.content.__module__.startswith("marga.care.")}
    assert of_care == set(care.Act.objects.values_list("kind", flat=True))
    for model in (*PROJECTED, *BESIDE):
        assert model.objects.exists() or model in (care.ClientRead, care.AlertMail), model
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
    if field.is_relation:
        return other(field.target_field, value)
    if isinstance(field, models.BooleanField):
        return str(not value).upper() if value is not None else "TRUE"
    if isinstance(field, models.IntegerField):
        return str((value or 0) + 10_000)  # which no other row has
    if isinstance(field, models.DecimalField | models.FloatField):
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


def changed(row, names):
    """The SQL that writes something else into these columns of a row."""
    fields = {field.attname: field for field in row._meta.concrete_fields}
    says = ", ".join(f'"{fields[name].column}" = {other(fields[name], getattr(row, name))}' for name in names)
    return f"""UPDATE "{row._meta.db_table}" SET {says} WHERE "{row._meta.pk.column}" = '{row.pk}'"""


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("model", PROJECTED, ids=lambda model: model.__name__)
def test_every_column_that_sql_changes_is_named_and_every_row_it_takes_away(lived, model):
    names, row = columns(model, PROJECTED[model]), model.objects.order_by("pk").last()
    if names:
        typed(changed(row, names))
        told = {one.says.values["column"] for one in differences() if "column" in one.says.values}
        assert told >= set(names), set(names) - told
    typed(f"""DELETE FROM "{model._meta.db_table}" WHERE "{model._meta.pk.column}" = '{row.pk}'""")
    assert any("is missing" in one for one in found())


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("model", "name"), [(model, name) for model, key in PROJECTED.items() for name in key.columns],
                         ids=lambda one: one if isinstance(one, str) else one.__name__)  # fmt: skip
def test_a_row_to_which_sql_gives_another_key_is_missed(lived, model, name):
    row, table = model.objects.order_by("pk").last(), model._meta.db_table
    typed(changed(row, [name]))
    told = {one.says.template for one in differences() if one.table == table}
    assert any("is missing" in one for one in told)
    assert any("was added" in one for one in told)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("name", OF_AN_ACT)
def test_every_column_of_an_act_that_sql_changes_is_found(lived, name):
    assert audited() == ()
    act = care.Act.objects.exclude(new=None).filter(kind="stay.leave_asked").get()
    typed(changed(act, [name]))
    assert audited()


@pytest.mark.parametrize(("statement", "says"), [
    (f"UPDATE care_centre SET safe = 99 WHERE code = '{HOME}'", "safe is “99”, and acts say"),
    ("UPDATE care_stay SET review_due = '2030-01-01'", "review_due is “2030-01-01”"),
    ("UPDATE care_wait SET urgency = 0", "urgency is “0”, and acts say"),
    ("DELETE FROM care_stayreview", "is missing; acts say that it is there"),
    ("INSERT INTO care_atcentre (client_id, centre_id) SELECT number, 'KH-2-R1' FROM care_client",
     "was added; no act says that it is there"),
    ("UPDATE care_consent SET last = '2030-01-01'", "last is “2030-01-01”, and acts say"),
    ("UPDATE care_disclosure SET \"by\" = 'nobody'", "by is “nobody”, and acts say"),
    ("UPDATE care_slip SET shown = NULL", "shown is “None”, and acts say"),
    ("UPDATE care_incident SET reviewed_by = 'nobody'", "reviewed_by is “nobody”, and acts say “manager”"),
    ("DELETE FROM care_receipthandle", ".c1 is missing; acts say that it is there"),
    ("UPDATE care_receipthandle SET consent_id = (SELECT key FROM care_consent WHERE ended IS NOT NULL)",
     ".c3 was added; no act says that it is there"),
    ("UPDATE ledgers_entry SET wanted = TRUE WHERE position = 7", "wanted is “True”, and acts say “False”"),
])  # fmt: skip
def test_sql_behind_the_applications_back_is_named(lived, statement, says):
    typed(statement)
    assert any(says in line for line in found())


def test_the_ledger_of_a_lived_side_is_whole_and_an_act_that_sql_changed_is_named(lived):
    assert audited() == ()
    typed("UPDATE care_act SET \"by\" = 'other' WHERE kind = 'stay.begun'")
    assert audited()

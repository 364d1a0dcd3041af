"""SQL typed into every table of the register, column by column: the audit names each row that is not what acts say."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import models, transaction

from marga.country.instants import Clock
from marga.enforcement import models as register
from marga.enforcement.acts.models import Act
from marga.enforcement.acts.projected import BESIDE, PROJECTED
from marga.enforcement.acts.replaying import differences
from marga.enforcement.acts.services import record
from marga.enforcement.auditing import findings, notes
from marga.enforcement.court import contents as court
from marga.enforcement.custody import contents as custody
from marga.enforcement.custody.alerting import acknowledge, raise_alerts
from marga.enforcement.exhibits import contents as exhibits
from marga.enforcement.people import contents as people
from marga.enforcement.people.erasing import approve_erasure, ask_erasure
from marga.enforcement.people.sealing import seal_reads
from marga.enforcement.people.services import log_read
from marga.enforcement.stations import contents as stations
from marga.site.acts.comparing import columns
from support.databases import as_owner
from support.entering import settle, typed
from support.lived import LATER, live
from support.register import CHIEF, NOW, RECORDS, SECOND, SUPERVISOR, UNIT, acting, booked, exhibit, hours
from support.states import kept

SCALE = {"net": Decimal(1), "instrument": "S1", "calibrated": date(2026, 6, 1)}


@pytest.fixture(autouse=True)
def case(database):
    """Every table of the register has a row, most have two."""
    return kept("tampered", filled)


def filled():
    case, who = live(), acting(at=LATER)
    other = booked(exhibits=(exhibit(seal="B-1"),)).number
    with transaction.atomic():
        for number, key in enumerate((case, other), 1):
            enter_more(number, key, who)
        merged = people.Merged(other=f"{other}.1", reason="One person, by the papers.")
        record("person.merged", who, merged, case=case, part="1")
        for key in (f"{case}.2", f"{other}.1"):
            asked = people.ErasureAsked(party=key, ground="A ground of the law.", reference="C 1")
            record("person.erasure_asked", RECORDS, asked, unit=UNIT, part=key)
    log_read(who, "page", case=case, detail="2")
    seal_reads(Clock(LATER))
    log_read(who, "page", case=other, detail="1")
    seal_reads(Clock(LATER))
    raise_alerts(Clock(NOW + hours(7)))
    alert = register.Alert.objects.filter(to="supervisor", settled=None).first()
    acknowledge(alert.pk, "I am on my way.", acting(SUPERVISOR, NOW + hours(8)))
    settle()
    return case


def enter_more(number, case, who):
    """Acts of all the kinds that a booking does not have, without the rules that would want more to be done before."""
    pad = stations.PadIssued(number=f"P{number}", unit=UNIT, first=number * 10, last=number * 10 + 1, issued=NOW)
    record("pad.issued", RECORDS, pad, unit=UNIT, part=pad.number)
    record("number.unused", RECORDS, stations.NumberUnused(year=2026, serial=number, reason="torn"), unit=UNIT)
    record("custody.prosecutor_told", who, custody.ProsecutorTold(number="4001", told=LATER), case=case, part="1.C1")
    record("supply.recorded", who, court.SupplyRecorded(role="carrier", evidence=("mass",)), case=case, part="1")
    record("exhibit.given", who, exhibits.Given(number=1, taker=SECOND), case=case, part="E1")
    record("exhibit.reweighed", who, exhibits.LaterWeighed(**SCALE), case=case, part="E1")
    asked = exhibits.DestructionAsked(**SCALE, number=1, witnesses=(SECOND, CHIEF))
    record("destruction.asked", who, asked, case=case, part="E1")


def found():
    """(table, column) of each value that is not what acts say, and the tables of rows that are missing or added."""
    changed, missing, added = set(), set(), set()
    for one in differences():
        text = one.says.template
        if "column" in one.says.values:
            changed.add((one.table, one.says.values["column"]))
        else:
            (missing if "missing" in text else added if "was added" in text else changed).add(one.table)
    return changed, missing, added


def other(field, value):
    """Another value that the column can hold."""
    match field:
        case models.JSONField():
            return ["another"]
        case models.DateTimeField():
            return datetime.fromisoformat("2001-01-01T00:00:00+00:00")
        case models.DateField():
            return date(2001, 1, 1)
        case models.BooleanField():
            return not value
        case models.DecimalField():
            return (value or 0) + 1
        case models.IntegerField():
            return (value or 0) + 1000
        case models.BinaryField():
            return bytes(32)
        case _:
            return "another"[: field.max_length]


def field(model, name):
    return next(one for one in model._meta.concrete_fields if one.attname == name)


def test_every_table_of_the_register_is_compared_or_it_is_said_why_not():
    """A new table stands in one of the lists, or this fails."""
    assert set(apps.get_app_config("enforcement").get_models()) == PROJECTED.keys() | BESIDE.keys()
    assert not PROJECTED.keys() & BESIDE.keys()
    assert all(model.objects.exists() for model in PROJECTED)


def test_nothing_is_found_where_nobody_typed_anything():
    assert list(findings()) == list(notes()) == []


def test_a_change_of_any_column_of_any_table_is_named():
    said = {}
    with as_owner():
        for model, key in PROJECTED.items():
            row = model._base_manager.order_by("pk").first()
            said |= {(model, name): other(field(model, name), getattr(row, name)) for name in columns(model, key)}
            own = {name: value for (of, name), value in said.items() if of is model}
            if own:
                model._base_manager.filter(pk=row.pk).update(**own)
    expected = {(model._meta.db_table, name) for model, name in said}
    assert expected - found()[0] == set()


def test_a_deleted_row_of_any_table_is_named():
    typed(*(f"DELETE FROM {model._meta.db_table}" for model in PROJECTED))
    assert found()[1] >= {model._meta.db_table for model in PROJECTED}


def test_a_row_put_into_any_table_is_named():
    with as_owner():
        for model, key in PROJECTED.items():
            row = model._base_manager.order_by("pk").first()
            for one in model._meta.concrete_fields:
                if not isinstance(one, models.AutoField) and one.name not in key.left_out:
                    setattr(row, one.attname, other(one, getattr(row, one.attname)))
            if isinstance(model._meta.pk, models.AutoField):
                row.pk = None
            model._base_manager.bulk_create([row])
    assert found()[2] == {model._meta.db_table for model in PROJECTED}


@pytest.mark.parametrize(("table", "column"), [("sealedweight", "round_id"), ("witness", "destruction_id")])
def test_a_row_that_belongs_to_nothing_is_named(table, column):
    typed(f"UPDATE enforcement_{table} SET {column} = 999999 WHERE id = (SELECT MIN(id) FROM enforcement_{table})")
    assert f"enforcement_{table}" in found()[2]


def test_two_swapped_rows_of_any_table_are_named():
    expected = set()
    with as_owner():
        for model, key in PROJECTED.items():
            alone = {name for one in model._meta.total_unique_constraints for name in one.fields}
            for name in columns(model, key):
                rows = list(model._base_manager.order_by("pk"))
                pair = next(((a, b) for a in rows for b in rows if getattr(a, name) != getattr(b, name)), None)
                if pair and not field(model, name).unique and field(model, name).name not in alone:
                    for a, b in (pair, reversed(pair)):
                        model._base_manager.filter(pk=a.pk).update(**{name: getattr(b, name)})
                    expected.add((model._meta.db_table, name))
                    break
    assert len(expected) >= 10  # of the others all rows say the same
    assert found()[0] >= expected


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("UPDATE enforcement_photograph SET data = sha256", ("enforcement_photograph", "data")),
        ("UPDATE enforcement_counter SET last = last - 1", ("enforcement_counter", "last")),
        ("UPDATE enforcement_counter SET last = last + 1", ("enforcement_counter", "last")),
        ("UPDATE enforcement_alert SET acknowledged_by = '1004' WHERE acknowledged IS NOT NULL",
         ("enforcement_alert", "acknowledged_by")),
        ("UPDATE enforcement_alert SET note = 'another' WHERE acknowledged IS NOT NULL", ("enforcement_alert", "note")),
        ("UPDATE enforcement_alert SET acknowledged = raised, acknowledged_by = '1003' WHERE acknowledged IS NULL",
         ("enforcement_alert", "acknowledged")),
        ("UPDATE ledgers_entry SET wanted = true WHERE position = 3", ("ledgers_entry", "wanted")),
    ],
)  # fmt: skip
def test_what_follows_from_acts_without_being_told_by_one_is_named(database, statement, says):
    if "data = sha256" in statement:
        statement = statement.replace("sha256", "x'00'" if database == "sqlite" else "'\\x00'")
    typed(statement)
    assert says in found()[0]


@pytest.mark.parametrize("table", ["alert", "counter"])
def test_an_answered_alert_or_a_counter_that_was_taken_out_is_named(table):
    typed(f"DELETE FROM enforcement_{table}")
    assert found()[1] == {f"enforcement_{table}"}


def test_acts_whose_numbers_were_swapped_are_named(case):
    """Pages tell what happened in the order of these numbers."""
    swap(*Act.objects.filter(case=case).order_by("pk").values_list("pk", flat=True)[:2])
    says = [str(says) for says in findings()]
    assert any(line.startswith("Enforcement_act") and "stands in another order" in line for line in says)


def test_an_officer_made_what_they_were_before_by_swapping_two_acts_is_named():
    """Acts are carried over in the order of their positions, which the tree proves."""
    chief = stations.OfficerSet(number="1001", name="Officer 1001", rank="chief", unit=UNIT, account="officer-1001")
    with transaction.atomic():
        acts = [record("officer.set", RECORDS, told, unit=UNIT, part="1001")
                for told in (chief, chief.model_copy(update={"rank": "officer"}))]  # fmt: skip
    settle()
    swap(*(act.pk for act in acts))
    typed("UPDATE enforcement_officer SET rank = 'chief' WHERE number = '1001'")
    assert found()[0] == {("enforcement_officer", "rank")}


def swap(one, other):
    for old, new in ((one, 999999), (other, one), (999999, other)):
        typed(f"UPDATE enforcement_act SET id = {new} WHERE id = {old}")


def test_how_many_acts_were_gone_through_is_told_meanwhile():
    told = []
    assert list(findings(told.append)) == []
    assert told[-1] == Act.objects.count()


@pytest.mark.parametrize("typed_in", ["new = '{}'", "new = NULL", "kind = 'no.such'", "new = '[]'"])
def test_an_act_that_was_changed_stops_no_audit_and_is_named(case, typed_in):
    pk = Act.objects.filter(case=case).order_by("pk").first().pk
    typed(f"UPDATE enforcement_act SET {typed_in} WHERE id = {pk}")
    assert any(f"Enforcement_act {pk} " in str(says) for says in findings())


def test_a_row_that_cannot_be_read_stops_no_audit_and_is_named(database):
    if database == "sqlite":  # keeps what does not fit a column
        pk = register.Charge.objects.order_by("pk").first().pk
        typed(f"UPDATE enforcement_charge SET at = '2026-99-99 00:00:00' WHERE id = {pk}",
              "UPDATE enforcement_act SET at = '2026-99-99 00:00:00' WHERE id = 30",
              "UPDATE enforcement_counter SET last = 'nonsense'")  # fmt: skip
        says = " ".join(str(one) for one in findings())
        assert f"Enforcement_charge {pk} cannot be read" in says
        assert "Enforcement_counter" in says


def test_rows_of_a_case_are_compared_unless_an_act_says_that_a_person_of_it_was_erased(case):
    """Else whoever empties one act would hide what they do to the whole case."""
    pk = Act.objects.filter(case=case, kind="trace.noted").get().pk
    typed(f"UPDATE enforcement_act SET old = NULL, new = NULL, salt = NULL WHERE id = {pk}",
          "UPDATE enforcement_case SET place = 'elsewhere'")  # fmt: skip
    says = [str(one) for one in findings()]
    assert f"Enforcement_act {pk} is erased, and no act says that a person of its case was." in says
    assert ("enforcement_case", "place") in found()[0]


def test_a_lawful_erasure_is_said_and_is_no_finding():
    case = booked(exhibits=()).number
    with transaction.atomic():
        record("custody.ended", acting(at=LATER), custody.Ended(how="released", at=LATER), case=case, part="1.C1")
    settle()
    ask_erasure(f"{case}.1", "A ground of the law, in a sentence.", "C 12", RECORDS)
    approve_erasure(f"{case}.1", replace(RECORDS, number="9002"))
    settle()
    assert list(findings()) == []
    assert str(next(notes())).startswith("1 people were lawfully erased")

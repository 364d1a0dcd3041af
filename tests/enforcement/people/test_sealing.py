"""Who read what is under the ledger: a read that somebody changes, takes out or adds by SQL is told by the audit."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from marga.country import ENGLISH, write
from marga.country.instants import Clock
from marga.enforcement.acts.models import Act
from marga.enforcement.acts.replaying import differences
from marga.enforcement.people import sealing
from marga.enforcement.people.models import Read, ReadSeal
from marga.enforcement.people.sealing import seal_reads
from marga.enforcement.people.services import log_read
from marga.enforcement.schedule import JOBS
from marga.ledger.canonical import canonical
from marga.ledger.merkle import leaf_hash, node_hash
from support.accounts import said
from support.entering import typed
from support.register import NOW, acting, booked, hours, signed_in_as, station

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def at_a_station(database):
    station()


def read(count, at=NOW):
    """An officer reads so many cases."""
    for number in range(count):
        log_read(acting(at=at), "page", case=f"KH-12-01/2026/0000{number}-X", detail="1")


def found():
    return [write(one.says, ENGLISH) for one in differences()]


def test_what_was_read_since_the_last_time_is_entered_once_with_the_root_of_its_tree():
    read(3)
    assert seal_reads(Clock(NOW + hours(1))) == 3
    assert seal_reads(Clock(NOW + hours(2))) == 0
    told = Act.objects.get(kind="reads.sealed").new
    leaves = [
        leaf_hash(canonical({
            "id": one.pk, "at": one.at, "officer": "1001", "unit": "KH-12-01", "case": one.case, "what": "page",
            "detail": "1", "by_inspector": False,
        }))
        for one in Read.objects.order_by("pk")
    ]  # fmt: skip
    by_hand = node_hash(node_hash(leaves[0], leaves[1]), leaves[2]).hex()
    assert (told["number"], told["count"], told["root"]) == (1, 3, by_hand)
    assert found() == []


def test_later_reads_are_entered_with_the_next_number_and_many_at_a_time(monkeypatch):
    monkeypatch.setattr(sealing, "MOST", 2)
    read(5)
    assert seal_reads(Clock(NOW)) == 5
    read(1, NOW + hours(1))
    seal_reads(Clock(NOW + hours(1)))
    assert list(ReadSeal.objects.order_by("number").values_list("number", "count")) == [(1, 2), (2, 2), (3, 1), (4, 1)]
    assert found() == []


def test_a_read_that_is_committed_late_under_a_lower_number_is_entered_with_the_next():
    read(3)
    first = Read.objects.order_by("pk").first()
    late = Read(**{field.attname: getattr(first, field.attname) for field in Read._meta.concrete_fields})
    first.delete()
    seal_reads(Clock(NOW))
    late.save(force_insert=True)
    seal_reads(Clock(NOW + hours(1)))
    assert Read.objects.get(pk=late.pk).seal == 2
    assert found() == []


ANOTHER = {
    "at": "'2026-11-24 07:00:00+00:00'", "officer": "'1002'", "unit": "'KH-17-01'", "case": "'KH-17-01/2026/00001-X'",
    "what": "'search'", "detail": "'2'", "by_inspector": "true", "seal": "NULL", "id": "999999",
}  # fmt: skip


def test_every_column_of_a_read_has_a_change_here():
    assert {field.attname for field in Read._meta.concrete_fields} == set(ANOTHER)


@pytest.mark.parametrize("column", ANOTHER)
def test_a_read_that_was_changed_is_found(column):
    read(3)
    seal_reads(Clock(NOW))
    pk = Read.objects.order_by("pk")[1].pk
    typed(f'UPDATE enforcement_read SET "{column}" = {ANOTHER[column]} WHERE id = {pk}')
    (line,) = found()
    assert line.startswith("Enforcement_read seal 1: 3 reads from 2026-11-24 08:00Z to 2026-11-24 08:00Z were entered")
    assert "one was changed, added or taken out" in line


@pytest.mark.parametrize("which", ["id = {first}", "id = {last}", "true"])
def test_a_read_that_was_taken_out_is_found(which):
    read(3)
    seal_reads(Clock(NOW))
    keys = list(Read.objects.order_by("pk").values_list("pk", flat=True))
    typed(f"DELETE FROM enforcement_read WHERE {which.format(first=keys[0], last=keys[-1])}")
    assert len(found()) == 1


@pytest.mark.parametrize("seal", [1, 7])
def test_a_read_that_was_put_among_those_entered_is_found(seal):
    read(2)
    seal_reads(Clock(NOW))
    columns = 'at, unit, "case", what, detail, by_inspector'
    typed(f"INSERT INTO enforcement_read (officer, seal, {columns}) SELECT '1002', {seal}, {columns} "
          "FROM enforcement_read LIMIT 1")  # fmt: skip
    (line,) = found()
    assert f"Enforcement_read seal {seal}" in line


def test_who_takes_out_reads_with_the_row_about_them_is_found_too():
    read(2)
    seal_reads(Clock(NOW))
    typed("DELETE FROM enforcement_read", "DELETE FROM enforcement_readseal")
    assert {line.partition(" ")[0].lower() for line in found()} == {"enforcement_read", "enforcement_readseal"}


def test_what_was_read_since_is_not_compared_yet():
    read(2)
    seal_reads(Clock(NOW))
    read(1)
    typed("DELETE FROM enforcement_read WHERE seal IS NULL")
    assert found() == []


def test_two_workers_at_once_enter_each_read_once(database):
    read(6)

    def work(_number):
        seal_reads(Clock(NOW))
        connection.close()

    with ThreadPoolExecutor(2) as workers:
        list(workers.map(work, range(2) if database == "postgresql" else range(1)))
    assert sum(ReadSeal.objects.values_list("count", flat=True)) == 6
    assert not Read.objects.filter(seal=None).exists()
    assert found() == []


def test_the_worker_enters_reads_every_hour():
    job = next(job for job in JOBS if job.name == "enforcement.seal-reads")
    assert job.every.total_seconds() == 3600
    read(1)
    job.task.func()
    assert Read.objects.get().seal == 1


def test_an_inspector_sees_up_to_when_reads_are_entered():
    booked()
    client = signed_in_as("5001")
    assert "Nothing of it is entered in the ledger yet." in said(client.get("/reads/"))
    read(1)
    seal_reads(Clock(NOW + hours(1)))
    assert "What was read up to" in said(client.get("/reads/"))

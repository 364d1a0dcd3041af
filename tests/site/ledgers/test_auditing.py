"""SQL typed into the database by whoever owns it: what the audit of a side finds and names, and what it cannot find
without somebody outside. On SQLite and on PostgreSQL."""

import threading

import pytest
from django.db import connection, transaction
from django.utils import timezone
from typer.testing import CliRunner

from marga.cli import app
from marga.ledger import tree
from marga.ledger.checkpoints import open_checkpoint
from marga.ledger.commitment import Entry as Leaf
from marga.ledger.commitment import commit
from marga.ledger.findings import Kind
from marga.ledger.keys import KeyType, make_key
from marga.site.ledgers import queries, remembering, sequencing, services, signing
from marga.site.ledgers.auditing import audit_all, one_moment
from marga.site.ledgers.models import Checkpoint, Entry
from marga.site.ledgers.nodes import StoredNodes
from support.bookings.models import Booking, Change
from support.databases import as_owner
from support.entering import book, booking, books, forget_keys, older_copy, settle, typed, witnessed

SIZE = 12
WITNESS = make_key("bar.example/witness", KeyType.WITNESS)


@pytest.fixture(autouse=True)
def side_of_its_own(monkeypatch):
    """The command says in the environment which side it is: not for other tests to see."""
    monkeypatch.setenv("MARGA_SIDE", "authority")
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "marga.site.settings")


@pytest.fixture
def ledger(database):
    """Ten bookings, a changed charge and one more booking, all signed."""
    forget_keys()
    (signing.folder() / "witness.keys").write_text(f"{WITNESS.verifier}\n")
    rows = books(10)
    with transaction.atomic():
        services.enter(Change(booking=rows[3], old="use", new="none", by="officer 9"))
    settle()
    book()
    settle()
    return database


def found(*against):
    """(kind, first, last) of every finding, and the sentence of the first."""
    seen = [open_checkpoint(str(one), signing.verifiers(), [WITNESS.verifier]).checkpoint for one in against]
    with one_moment():
        return [(one.kind, one.first, one.last) for one in audit_all(signing.verifiers(), seen).audit.findings]


def of(position):
    """That a record is the one of this entry."""
    return f"entry_id = (SELECT id FROM ledgers_entry WHERE position = {position})"


def audited(*options):
    """The command, as typed."""
    return CliRunner().invoke(app, ["ledger", "audit", "--side", "authority", *options])


def test_a_ledger_that_nobody_touched_is_clean(ledger):
    assert found() == []
    done = audited()
    assert done.exit_code == 0, done.output
    assert "Nothing found. Only a checkpoint that a witness kept" in done.stdout
    assert f"{SIZE} entries, 0 erased, root " in done.stdout


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ("bookings_booking SET charge = 'none'", 5), ("bookings_booking SET name = 'Other'", 5),
        ("bookings_booking SET grams = 0.1", 5), ("bookings_booking SET number = 'B'", 5),
        ('bookings_booking SET "by" = charge', 5), ("bookings_booking SET at = '2020-01-01 00:00:00'", 5),
        ("bookings_change SET new = 'use'", 10), ("bookings_change SET booking_id = booking_id + 1", 10),
    ],
)  # fmt: skip
def test_a_changed_record_is_named(ledger, change, place):
    typed(f"UPDATE {change} WHERE {of(place)}")
    assert found() == [(Kind.CHANGED, place, place)]
    done = audited()
    row = (Booking if place == 5 else Change).objects.get(entry__position=place)
    assert done.exit_code == 1
    assert (f"The record of entry {place} was changed: it is not what was entered. It is {row._meta.db_table} {row.pk} "
            "in the database.") in done.stdout  # fmt: skip


def test_a_record_is_named_even_when_it_cannot_be_read_any_more(ledger):
    if ledger == "sqlite":  # keeps what does not fit a column
        typed(f"UPDATE bookings_booking SET grams = 'nothing' WHERE {of(4)}",
              f"UPDATE bookings_booking SET born = '2026-99-99' WHERE {of(6)}",
              "UPDATE ledgers_entry SET day = '2026-99-99' WHERE position = 8")  # fmt: skip
        assert [first for _kind, first, _last in found()] == [4, 6, 8]


@pytest.mark.parametrize("change", ["kind = 'charge.changed'", "day = '2020-01-01'", "commitment = leaf"])
def test_a_changed_entry_is_named(ledger, change):
    typed(f"UPDATE ledgers_entry SET {change} WHERE position = 5")
    assert {(kind, first) for kind, first, _last in found()} == {(Kind.CHANGED, 5)}


def test_a_deleted_record_is_named(ledger):
    typed(f"DELETE FROM bookings_booking WHERE {of(5)}")
    assert found() == [(Kind.MISSING, 5, 5)]
    assert "record of entry 5 is missing, and no entry says that it was lawfully erased" in audited().stdout


def test_a_record_deleted_with_its_entry_is_named(ledger):
    typed(f"DELETE FROM bookings_booking WHERE {of(5)}", "DELETE FROM ledgers_entry WHERE position = 5")
    assert found() == [(Kind.MISSING, 5, 5)]


def test_a_record_taken_out_with_its_entry_while_all_others_move_down_is_named(ledger):
    typed(f"DELETE FROM bookings_booking WHERE {of(5)}", "DELETE FROM ledgers_entry WHERE position = 5",
          *(f"UPDATE ledgers_entry SET position = {place - 1} WHERE position = {place}"
            for place in range(6, SIZE)))  # fmt: skip
    assert found()[0] == (Kind.MISSING, 5, 5)


def test_the_last_records_cut_off_with_their_entries_are_named(ledger):
    typed(f"DELETE FROM bookings_booking WHERE {of(11)}", "DELETE FROM ledgers_entry WHERE position = 11")
    assert found() == [(Kind.MISSING, 11, 11)]


def test_a_record_put_in_without_an_entry_is_named(ledger):
    put_in(entry=999)
    assert found() == [(Kind.ADDED, None, None)]
    assert f"A record was added without an entry: bookings_booking {Booking.objects.get(number='B').pk}." in (
        audited().stdout
    )


def put_in(entry):
    typed(('INSERT INTO bookings_booking (entry_id, salt, "by", at, number, name, charge) SELECT %s, salt, "by", at, '
           "'B', name, charge FROM bookings_booking WHERE number = (SELECT MIN(number) FROM bookings_booking)",
           [entry]))  # fmt: skip


def test_a_record_put_in_under_the_entry_of_another_is_named(ledger):
    change = Change.objects.get()
    put_in(entry=change.entry_id)
    assert found() == [(Kind.ADDED, None, None)]


def test_a_record_changed_while_its_entry_waits_is_named(ledger):
    row = book()
    assert found() == []
    assert "1 more wait for their place." in audited().stdout
    typed(f"UPDATE bookings_booking SET charge = 'none' WHERE id = {row.pk}")
    assert found() == [(Kind.ADDED, None, None)]


def test_an_entry_put_in_between_is_named(ledger):
    typed(*(f"UPDATE ledgers_entry SET position = {place + 1} WHERE position = {place}"
            for place in range(SIZE - 1, 4, -1)),
          ("INSERT INTO ledgers_entry (kind, day, commitment, leaf, wanted, position) VALUES ('x', '2026-01-01', %s, "
           "%s, false, 5)", [bytes(32), bytes(32)]))  # fmt: skip
    assert (Kind.ADDED, 5, 5) in found()


def test_two_swapped_records_are_named(ledger):
    swap("bookings_booking", "entry_id", *(Entry.objects.get(position=place).pk for place in (2, 7)))
    assert found() == [(Kind.SWAPPED, 2, 7)]
    assert "The records of the entries 2 and 7 were swapped." in audited().stdout


def test_two_swapped_entries_are_named(ledger):
    swap("ledgers_entry", "position", 2, 7)
    assert found() == [(Kind.SWAPPED, 2, 7)]
    assert "The entries 2 and 7 were swapped." in audited().stdout


def swap(table, column, one, other):
    typed(f"UPDATE {table} SET {column} = 9999 WHERE {column} = {one}",
          f"UPDATE {table} SET {column} = {one} WHERE {column} = {other}",
          f"UPDATE {table} SET {column} = {other} WHERE {column} = 9999")  # fmt: skip


def test_a_record_changed_with_its_entry_and_its_leaf_is_named_within_two(ledger):
    rewritten(5, [5])
    assert found() == [(Kind.CHANGED, 4, 5)]


def rewritten(place, leaves):
    """The record of a place, changed, with a commitment that it opens, and these leaves as the entries have them."""
    row = Booking.objects.get(entry__position=place)
    row.charge = "none"
    commitment = commit(row.act(), bytes(row.salt))
    leaf = Leaf(row.KIND, row.entry.day, commitment).leaf_hash()
    typed((f"UPDATE bookings_booking SET charge = 'none' WHERE id = {row.pk}",),
          ("UPDATE ledgers_entry SET commitment = %s, leaf = %s WHERE position = %s", [commitment, leaf, place]),
          *(("UPDATE ledgers_node SET hash = (SELECT leaf FROM ledgers_entry WHERE position = %s) "
             'WHERE level = 0 AND "index" = %s', [one, one]) for one in leaves))  # fmt: skip


def rebuilt(keys):
    """The whole tree made again over the entries; signed again for the same sizes where the keys are at hand."""
    sizes = list(Checkpoint.objects.values_list("size", flat=True))
    typed("DELETE FROM ledgers_node", *(["DELETE FROM ledgers_checkpoint", "DELETE FROM ledgers_receiptlist"]
                                        if keys else []))  # fmt: skip
    with as_owner():
        tree.append(StoredNodes(), 0, [bytes(one.leaf) for one in Entry.objects.order_by("position")])
        for first, size in zip([0, *sizes], sizes, strict=False) if keys else ():
            sequencing._keep(first, size, signing.signers(first=False), timezone.now())


def test_a_record_changed_with_the_whole_tree_is_found_by_what_was_signed(ledger):
    rewritten(5, [])
    rebuilt(keys=False)
    assert found() == [(Kind.SIGNED, 0, 10)]


def test_everything_made_and_signed_again_is_found_by_a_witness_alone(ledger, tmp_path):
    kept = tmp_path / "checkpoint"
    kept.write_text(str(witnessed(WITNESS)))
    rewritten(5, [])
    rebuilt(keys=True)
    assert found() == []
    done = audited("--against", str(kept))
    assert done.exit_code == 1
    assert f"tree of {SIZE} entries that a witness saw is another: among the entries 0 to 11 one was changed, and " \
           "everything made and signed again" in " ".join(done.stdout.split())  # fmt: skip


def test_the_tail_cut_off_without_a_trace_is_found_by_a_witness_alone(ledger):
    kept = witnessed(WITNESS)
    cut = ["DELETE FROM bookings_booking WHERE " + of(11), "DELETE FROM ledgers_entry WHERE position = 11",
           "DELETE FROM ledgers_node WHERE (level = 0 AND \"index\" = 11) OR (level = 1 AND \"index\" = 5) "
           "OR (level = 2 AND \"index\" = 2)"]  # fmt: skip
    typed(*cut)
    assert found() == [(Kind.SIGNED, 11, 11)]  # it was signed
    typed("DELETE FROM ledgers_checkpoint WHERE size = 12", "DELETE FROM ledgers_receiptlist WHERE size = 12")
    assert found() == []
    assert found(kept) == [(Kind.WITNESSED, 11, 11)]


def test_an_older_backup_put_in_place_is_found_by_a_witness_alone(ledger, tmp_path):
    with older_copy(tmp_path):
        books(3)
        settle()
        kept = witnessed(WITNESS)
    assert Booking.objects.count() == 11
    assert found() == []
    assert found(kept) == [(Kind.WITNESSED, 12, 14)]
    remembering.file().unlink()  # else nothing more is signed
    books(9, charge="other")
    settle()
    assert found() == []  # the ledger went on from there, differently
    assert found(kept) == [(Kind.WITNESSED, 0, 14)]


def test_a_lawful_erasure_leaves_the_ledger_clean_at_once_and_later(ledger):
    row = Booking.objects.get(entry__position=5)
    with transaction.atomic():
        services.erase(row, by="administrator 1", reason="court 12/2026")
    assert found() == []
    assert "1 erased" in audited().stdout
    settle()
    assert found() == []
    assert f"{SIZE + 1} entries, 1 erased" in audited().stdout


def test_a_record_passed_off_as_erased_is_named(ledger):
    with transaction.atomic():
        services.erase(Booking.objects.get(entry__position=5), by="administrator 1", reason="court 12/2026")
    said = Entry.objects.last().pk
    typed(f"UPDATE bookings_booking SET salt = NULL, erasure_id = {said} WHERE {of(6)}")
    assert found() == [(Kind.MISSING, 6, 6)]
    settle()
    assert found() == [(Kind.MISSING, 6, 6)]


def test_what_is_entered_during_an_audit_is_no_finding(ledger):
    """Everything is read as of one moment, and nobody who enters acts has to wait for it."""

    def enter():
        books(5)
        settle()
        connection.close()

    with one_moment():
        first = queries.signed_size()
        thread = threading.Thread(target=enter)
        thread.start()
        thread.join()
        done = audit_all(signing.verifiers())
        assert queries.signed_size() == first
    assert done.audit.findings == ()
    assert (done.audit.size, done.waiting) == (SIZE, 0)
    assert queries.signed_size() == SIZE + 5


def test_a_ledger_longer_than_a_batch_is_gone_through_with_a_bounded_number_of_questions(
    database, django_assert_max_num_queries
):
    forget_keys()
    books(1200)
    settle()
    typed(f"UPDATE bookings_booking SET charge = 'none' WHERE {of(777)}")
    with django_assert_max_num_queries(60), one_moment():
        done = audit_all(signing.verifiers())
    assert [(one.kind, one.first) for one in done.audit.findings] == [(Kind.CHANGED, 777)]


@pytest.mark.parametrize(
    ("content", "told"),
    [("nothing", "A signed note has"), (None, "No such file"), ("unwitnessed", "cosigned by no witness"),
     ("stranger", "is signed by no key")],
)  # fmt: skip
def test_a_checkpoint_that_proves_nothing_is_refused(ledger, tmp_path, content, told):
    kept, options = tmp_path / "checkpoint", []
    if content == "unwitnessed":
        kept.write_text(str(queries.last_checkpoint()))
    elif content == "stranger":
        kept.write_text(str(witnessed(WITNESS)))
        (tmp_path / "keys").write_text(f"{make_key('other', KeyType.LOG).verifier}\n")
        options = ["--keys", str(tmp_path / "keys")]
    elif content:
        kept.write_text(content)
    done = audited("--against", str(kept), *options)
    assert done.exit_code == 2
    assert told in done.stderr


def test_the_keys_are_printed_for_others_and_a_further_one_is_made(ledger):
    run = CliRunner()
    first = run.invoke(app, ["ledger", "keys", "--side", "authority"]).stdout.splitlines()
    assert first == [str(key) for key in signing.verifiers()]
    made = run.invoke(app, ["ledger", "keys", "--new", "--side", "authority"]).stdout.splitlines()
    assert [*first, *made] == [str(key) for key in signing.verifiers()]
    assert len(signing.signers(first=False)) == 2


def test_the_grants_are_printed_for_the_owner_of_the_tables(ledger):
    told = CliRunner().invoke(app, ["ledger", "grants", "marga_enforcement", "--side", "authority"]).stdout
    assert 'GRANT UPDATE (position) ON "ledgers_entry" TO "marga_enforcement";' in told


def test_a_side_that_is_not_there_is_told(ledger):
    done = CliRunner().invoke(app, ["ledger", "audit", "--side", "care"])
    assert (done.exit_code, "There is no care side" in done.stderr) == (2, True)


def test_a_booking_read_again_is_the_act_that_was_entered(ledger):
    row = booking()
    with transaction.atomic():
        services.enter(row)
    assert Booking.objects.get(pk=row.pk).act() == row.act()

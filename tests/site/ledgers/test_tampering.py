"""SQL typed into the ledger's own tables, column by column: the audit names each row that no longer says what was
entered or signed. On SQLite and on PostgreSQL. What it cannot find alone is shown with somebody outside."""

import pytest
from django.db import transaction
from typer.testing import CliRunner

from marga.cli import app
from marga.country import ENGLISH, write
from marga.ledger.checkpoints import open_checkpoint
from marga.ledger.keys import KeyType, make_key
from marga.site.ledgers import cosigning, remembering, services, signing
from marga.site.ledgers.auditing import audit_all, one_moment
from marga.site.ledgers.models import Checkpoint, Cosignature, Entry, ReceiptList
from support.bookings.models import Booking
from support.entering import book, booking, books, forget_keys, settle, typed, witnessed

WITNESS = make_key("bar.example/witness", KeyType.WITNESS)
A, B = b"a" * 32, b"b" * 32


@pytest.fixture(autouse=True)
def side_of_its_own(monkeypatch):
    """The command says in the environment which side it is: not for other tests to see."""
    monkeypatch.setenv("MARGA_SIDE", "authority")
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "marga.site.settings")


@pytest.fixture(autouse=True)
def ledger(database):
    """Entries 0 to 3; 4 and 5 with a receipt, waited for; 6 and 7 with receipts; 8. Signed at 0, 4, 6, 8 and 9, and
    cosigned at 6 and 8."""
    forget_keys()
    (signing.folder() / "witness.keys").write_text(f"{WITNESS.verifier}\n")
    books(4)
    settle()
    given((A, A), wanted=True)
    cosigning.take(str(witnessed(WITNESS)).encode())
    given((A, B))
    cosigning.take(str(witnessed(WITNESS)).encode())
    book()
    settle()


def given(receipts, *, wanted=False):
    with transaction.atomic():
        services.enter_all([booking() for _ in receipts], receipts=receipts, wanted=wanted)
    settle()


def found(*seen, remembered=()):
    with one_moment():
        done = audit_all(signing.verifiers(), seen, remembered, witnesses=[WITNESS.verifier])
    return [write(one.says, ENGLISH) for one in done.audit.findings]


def row(model, **named):
    return f"{model._meta.db_table} {model.objects.get(**named).pk}"


def test_nothing_is_found_where_nobody_typed_anything():
    assert list(Checkpoint.objects.order_by("size").values_list("size", flat=True)) == [0, 4, 6, 8, 9]
    assert found(remembered=[remembering.remembered()]) == []


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("receipt = leaf WHERE position = 6", "The receipt that entry 6 belongs to was changed"),
        ("receipt = NULL WHERE position = 6", "Entry 6 belongs to a receipt by the signed list"),
        ("receipt = leaf WHERE position = 2", "Entry 2 says that it belongs to a receipt"),
        ("leaf = commitment WHERE position = 5", "The leaf that is stored with entry 5 was changed"),
        ("wanted = NOT wanted WHERE position IN (4, 5)", "Whether somebody waited for a proof was changed"),
        ("wanted = NOT wanted WHERE position = 7", "Whether somebody waited for a proof was changed"),
        ("commitment = leaf WHERE position = 3", "Entry 3 was changed"),
        ("kind = 'x' WHERE position = 3", "Entry 3 was changed"),
        ("day = '2001-01-01' WHERE position = 3", "Entry 3 was changed"),
        ("position = 99 WHERE position = 3", "Entry 3 is missing"),
        ("position = NULL WHERE position = 3", "Entry 3 is missing"),
    ],
)
def test_a_changed_column_of_an_entry_is_named(change, says):
    typed(f"UPDATE ledgers_entry SET {change}")
    assert any(line.startswith(says) for line in found())


@pytest.mark.parametrize(
    ("column", "says"),
    [
        ("receipt", ["The receipt that entry 5 belongs to was changed: the signed list has another.",
                     "The receipt that entry 7 belongs to was changed: the signed list has another."]),
        ("leaf", ["The leaves that are stored with the entries 5 and 7 were swapped."]),
    ],
)  # fmt: skip
def test_two_swapped_columns_of_entries_are_named(column, says):
    one, other = (bytes(getattr(Entry.objects.get(position=place), column)) for place in (5, 7))
    typed((f"UPDATE ledgers_entry SET {column} = %s WHERE position = 5", [other]),
          (f"UPDATE ledgers_entry SET {column} = %s WHERE position = 7", [one]))  # fmt: skip
    assert found() == says


def test_a_changed_salt_and_two_swapped_salts_are_named():
    one, other = (bytes(Booking.objects.get(entry__position=place).salt) for place in (1, 2))
    set_salt = (
        "UPDATE bookings_booking SET salt = %s WHERE entry_id = (SELECT id FROM ledgers_entry WHERE position = {})"
    )
    typed((set_salt.format(1), [bytes(32)]))
    assert found() == ["The record of entry 1 was changed: it is not what was entered."]
    typed((set_salt.format(1), [other]), (set_salt.format(2), [one]))
    assert found() == [f"The record of entry {place} was changed: it is not what was entered." for place in (1, 2)]


@pytest.mark.parametrize(
    "change", ["size = 7", "root = (SELECT root FROM ledgers_checkpoint WHERE size = 8)", "urgent = NOT urgent",
               "note = 'nothing'", "note = (SELECT note FROM ledgers_checkpoint WHERE size = 8)"],
)  # fmt: skip
def test_a_changed_column_of_a_checkpoint_is_named(change):
    named = row(Checkpoint, size=6)
    typed(f"UPDATE ledgers_checkpoint SET {change} WHERE size = 6")
    assert any(named in line for line in found())


@pytest.mark.parametrize("change", ["first = 5", "size = 7", "note = 'nothing'",
                                    "note = (SELECT note FROM ledgers_receiptlist WHERE size = 8)"])  # fmt: skip
def test_a_changed_column_of_a_list_of_receipts_is_named(change):
    named = row(ReceiptList, size=6)
    typed(f"UPDATE ledgers_receiptlist SET {change} WHERE size = 6")
    assert any(named in line for line in found())


@pytest.mark.parametrize("change", ["name = 'other.example/witness'", "line = 'nothing'", "at = '2001-01-01'",
                                    "checkpoint_id = (SELECT MAX(id) FROM ledgers_checkpoint)"])  # fmt: skip
def test_a_changed_column_of_a_cosignature_is_named(change):
    named = row(Cosignature, checkpoint__size=8)
    typed(f"UPDATE ledgers_cosignature SET {change} WHERE checkpoint_id = (SELECT id FROM ledgers_checkpoint "
          "WHERE size = 8)")  # fmt: skip
    if change.startswith("name"):  # nobody knows that witness: it is told that nothing was verified
        assert "1 signatures of witnesses that are not known here were not verified." in audited().stdout
    else:
        assert found() == [f"A witness's stored signature, {named}, was changed or moved: no witness made it so."]


def test_two_swapped_cosignatures_are_named():
    lines = {one.pk: one.line for one in Cosignature.objects.all()}
    typed(*(("UPDATE ledgers_cosignature SET line = %s WHERE id = %s", [line, pk])
            for pk, line in zip(reversed(lines), lines.values(), strict=True)))  # fmt: skip
    assert len(found()) == 2


@pytest.mark.parametrize(
    ("statements", "says"),
    [
        (["DELETE FROM ledgers_checkpoint WHERE size = 0"], "The stored checkpoint of 0 entries is missing"),
        (["DELETE FROM ledgers_checkpoint WHERE size = 4"], "The stored checkpoint of 4 entries is missing"),
        (["DELETE FROM ledgers_receiptlist WHERE size = 8"],
         "The stored list of receipts of the entries 6 to 7 is missing"),
        (["DELETE FROM ledgers_receiptlist WHERE size = 9"],
         "The stored list of receipts of the entries 8 to 8 is missing"),
        (["DELETE FROM ledgers_checkpoint WHERE size = 4", "DELETE FROM ledgers_receiptlist WHERE size = 4"],
         "The stored checkpoint of 4 entries and its list of receipts are missing"),
    ],
)  # fmt: skip
def test_what_was_signed_and_taken_out_is_named(statements, says):
    typed(*statements)
    (line,) = found()
    assert line.startswith(says)


def test_a_copy_of_what_was_signed_put_in_again_is_named():
    typed("INSERT INTO ledgers_receiptlist (first, size, note) SELECT 99, 7, note FROM ledgers_receiptlist "
          "WHERE size = 6",
          "INSERT INTO ledgers_checkpoint (size, root, note, made_at, urgent) SELECT 5, root, note, made_at, urgent "
          "FROM ledgers_checkpoint WHERE size = 6")  # fmt: skip
    lines = found()
    assert any(row(ReceiptList, size=7) in line for line in lines)
    assert any(row(Checkpoint, size=5) in line for line in lines)


LAST_TAKEN = ["DELETE FROM ledgers_checkpoint WHERE size = 9", "DELETE FROM ledgers_receiptlist WHERE size = 9"]


def test_the_last_that_was_signed_taken_out_is_found_by_who_remembers_it():
    seen = open_checkpoint(str(witnessed(WITNESS)), signing.verifiers(), [WITNESS.verifier]).checkpoint
    typed(*LAST_TAKEN)
    assert found() == []  # the entry may as well wait for its signature
    says = "The checkpoint of 9 entries is known from elsewhere to have been signed, and is not stored any more."
    assert found(seen) == [says]
    assert found(remembered=[remembering.remembered()]) == [says]
    remembering.file().unlink()
    settle()
    assert found(seen) == []  # the ledger has signed the same tree again: nothing is lost


def test_a_cosignature_taken_out_is_known_to_its_witness_alone():
    typed("DELETE FROM ledgers_cosignature")
    assert found() == []


def test_an_erased_record_that_says_something_again_is_named():
    with transaction.atomic():
        services.erase(Booking.objects.get(entry__position=2), by="administrator 1", reason="court 12/2026")
    settle()
    assert found() == []
    typed("UPDATE bookings_booking SET name = 'Sok' WHERE salt IS NULL")
    assert found() == ["The record of entry 2 was lawfully erased, and now says something again."]


def test_an_entry_that_waits_and_lost_its_record_is_named():
    waiting = book()
    typed(f"DELETE FROM bookings_booking WHERE id = {waiting.pk}")
    assert found() == [f"An entry waits for its place and has no record: ledgers_entry {waiting.entry_id}."]


def audited(*options):
    return CliRunner().invoke(app, ["ledger", "audit", "--side", "authority", *options])


def test_the_audit_speaks_khmer_and_ends_as_it_does_in_english():
    clean = audited("--language", "km")
    assert (clean.exit_code, "រកមិនឃើញអ្វីទេ។" in clean.stdout) == (0, True)
    typed("UPDATE ledgers_entry SET receipt = leaf WHERE position = 6")
    done = audited("--language", "km")
    assert done.exit_code == 1
    assert "បង្កាន់ដៃ" in done.stdout
    assert "receipt that entry" not in done.stdout
    assert "The receipt that entry 6 belongs to was changed" in audited().stdout

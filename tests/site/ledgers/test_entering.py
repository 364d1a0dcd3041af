"""An act and its entry: both are there, or neither; and the act can be made anew from the record at any time."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from marga.care import models as care
from marga.enforcement import models as enforcement
from marga.ledger.commitment import open_commitment
from marga.site.ledgers import services
from marga.site.ledgers.models import Entry, Erasure, entered_models, keeps_ledger
from support.bookings.models import Booking, Change
from support.entering import AT, book, booking, books


def opens(row):
    """Whether the row, read again, opens the commitment of its entry."""
    kept = type(row)._base_manager.select_related("entry").get(pk=row.pk)
    return open_commitment(bytes(kept.entry.commitment), bytes(kept.salt), kept.act())


def test_an_act_is_entered_with_its_record(database):
    row = book(born=date(2001, 5, 4), name="សុខ ដារ៉ា")
    entry = Entry.objects.get()
    assert row.entry == entry
    assert (entry.kind, entry.day, entry.position) == ("booking.made", timezone.localdate(), None)
    assert opens(row)


def test_its_day_is_the_day_on_which_it_was_entered_whatever_the_act_says(database):
    assert book(at=AT.replace(year=2020)).entry.day == timezone.localdate()


def test_every_act_has_a_salt_of_its_own(database):
    assert len({bytes(row.salt) for row in books(20)}) == 20


def test_many_are_entered_at_once_in_their_order(database):
    rows = books(30)
    assert all(opens(row) for row in rows)
    assert [row.entry_id for row in rows] == sorted(row.entry_id for row in rows)
    with transaction.atomic():
        assert services.enter_all([]) == []


def test_an_act_may_read_what_it_is_about(database):
    made = book()
    with transaction.atomic():
        change = services.enter(Change(booking=made, old="use", new="trafficking", by="officer 9"))
    assert opens(change)
    assert change.at is not None


def test_outside_of_a_transaction_nothing_is_entered(database):
    with pytest.raises(TransactionManagementError, match=r"use transaction\.atomic"):
        services.enter(booking())
    assert not Entry.objects.exists()


def test_an_act_that_is_undone_leaves_no_entry(database):
    def fail():
        with transaction.atomic():
            services.enter(booking())
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert not Entry.objects.exists()
    assert not Booking.objects.exists()


@pytest.mark.parametrize("values", [{"grams": Decimal("1.2345")}, {"charge": "x" * 21}, {"number": ""}], ids=str)
def test_what_a_column_would_not_keep_as_it_is_is_refused(database, values):
    with pytest.raises(ValidationError):
        book(**values)
    assert not Entry.objects.exists()


def test_a_value_of_another_type_is_committed_to_as_it_is_kept(database):
    assert opens(book(grams="2.5", born="2001-05-04"))


def test_a_record_cannot_be_entered_twice_under_one_entry(database):
    row = book()
    with pytest.raises(Exception, match=r"(?i)unique|only grows"), transaction.atomic():
        Booking(entry=row.entry, salt=row.salt, by="x", at=AT, number="other", charge="use").save()


def test_a_side_keeps_a_ledger_when_something_is_entered_in_it():
    assert entered_models() == [Booking, Change, care.Act, enforcement.Act, Erasure]
    assert keeps_ledger()


def test_a_column_that_an_erasure_could_not_empty_is_told_at_the_start(monkeypatch):
    monkeypatch.setattr(Booking, "CONTENT", ("name", "at", "nothing"))
    monkeypatch.setattr(Change, "KIND", "")
    assert [(one.id, one.msg.split(":")[0]) for one in [*Booking.check(), *Change.check()]] == [
        ("ledgers.E001", "at"), ("ledgers.E001", "nothing"), ("ledgers.E002", "KIND is missing."),
    ]  # fmt: skip

"""Lists are taken from a ledger that answers on loopback; what does not follow is not stored, shown, and kept."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from authority.receipts.conftest import NOW
from marga.authority.receipts import keys, pulling, queries, services
from marga.authority.receipts.example import add_example_source
from marga.authority.receipts.models import ListedEntry, ReceiptEvidence, ReceiptSource, TakenList
from marga.authority.receipts.rules import Verdict
from marga.authority.receipts.tasks import collect_receipts
from marga.ledger import LedgerError, fetching
from marga.ledger.keys import KeyType, make_key
from marga.ledger.merkle import EMPTY_ROOT
from marga.ledger.receipt_lists import open_list, sign_list
from marga.site.ledgers import OPEN, signing
from marga.site.ledgers import services as acts
from marga.site.roles import OPEN_EVERYWHERE
from support.bookings.models import Change
from support.entering import AT, booking, forget_keys, settle
from support.ledgers import ORIGIN
from support.loopback import answering
from support.receipt_logs import KEY, ReceiptLog, key_text


def stored():
    return ListedEntry.objects.count(), TakenList.objects.count()


def test_all_lists_there_are_are_taken_in_order_and_again_only_what_is_new(source, log):
    numbers = []
    for _ in range(3):
        numbers.append(log.gives())
        log.signs()
    taken = services.take(source, now=NOW)
    assert (taken.size, taken.taken_at, taken.problem) == (23, NOW, {})
    assert stored() == (3, 4)
    log.about(numbers[0], "charge.changed")
    log.signs()
    again = services.take(taken, now=NOW + timedelta(minutes=1))
    assert (again.size, again.taken_at) == (24, NOW + timedelta(minutes=1))
    assert stored() == (4, 5)
    assert [queries.by_code(number).verdict for number in numbers] == [Verdict.GENUINE] * 3
    assert [len(queries.by_code(number).changes) for number in numbers] == [1, 0, 0]


def test_nothing_new_is_asked_for_twice(source, side, log):
    log.gives()
    log.signs()
    taken = services.take(source, now=NOW)
    side.asked.clear()
    services.take(taken, now=NOW)
    assert side.asked == ["/ledger/checkpoint/witnessed", "/ledger/checkpoint"]


def test_an_empty_ledger_has_no_list_and_no_problem(source, side):
    side.log = ReceiptLog(side.log.key)
    assert side.log.checkpoint().root == EMPTY_ROOT
    taken = services.take(source, now=NOW)
    assert (taken.size, taken.problem, taken.taken_at) == (0, {}, NOW)


def test_the_side_is_asked_for_lists_and_trees_and_never_for_a_receipt(source, side, log):
    number = log.gives()
    log.signs()
    services.take(source, now=NOW)
    side.asked.clear()
    services.check(number, address="203.0.113.7", now=NOW)
    services.check(log.receipt(20, 21), address="203.0.113.7", now=NOW)
    services.check(5, address="203.0.113.7", now=NOW)
    assert side.asked == []


def test_a_receipt_is_witnessed_once_a_trusted_witness_saw_its_tree(source, log):
    number = log.gives()
    log.signs()
    services.take(source, now=NOW)
    assert not queries.by_code(number).witnessed
    log.is_witnessed()
    services.take(ReceiptSource.objects.get(), now=NOW)
    assert queries.by_code(number).witnessed


def test_what_an_unknown_witness_saw_is_not_witnessed(source, log):
    number = log.gives()
    log.signs()
    log.is_witnessed()
    log.witness.key = make_key("foo.example/witness", KeyType.WITNESS)
    taken = services.take(source, now=NOW)
    assert taken.problem == {}
    assert not queries.by_code(number).witnessed


def as_bytes(log, first, change):
    """A list of the ledger with something changed, signed by its key."""
    listed = open_list(log.list_from(first), [log.key.verifier])
    return str(sign_list(change(listed), [log.key])).encode()


def forged_signature(log):
    other = replace(log, key=make_key(ORIGIN, KeyType.LOG))
    return other.list_from(20).encode()


BAD_LISTS = {
    "of another key": (forged_signature, "signed by no key of that name", False),
    "changed": (lambda log: log.list_from(20).replace("case.booked", "case.cooked").encode(), "does not fit", False),
    "no list": (lambda _log: b"hello", "empty line between its text", False),
    "of another part": (
        lambda log: as_bytes(log, 20, lambda one: replace(one, first=18)), "does not follow", True,
    ),
    "with a part left out": (
        lambda log: as_bytes(log, 20, lambda one: replace(one, first=21, rows=one.rows[1:])), "does not follow", True,
    ),
    "of a tree that never was": (
        lambda log: as_bytes(
            log, 20, lambda one: replace(one, checkpoint=replace(one.checkpoint, root=bytes(32)))
        ), "has forked", True,
    ),
    "of an overlong kind": (
        lambda log: as_bytes(log, 20, lambda one: replace(one, rows=(replace(one.rows[0], kind="x" * 65),))),
        "longer than 64 letters", True,
    ),
}  # fmt: skip


@pytest.mark.parametrize("bad", BAD_LISTS)
def test_a_list_that_cannot_be_believed_is_not_stored_and_is_kept_as_evidence(source, side, log, bad):
    content, says, signed = BAD_LISTS[bad]
    first = services.take(source, now=NOW)
    log.gives()
    log.gives()
    log.signs()
    side.instead["/ledger/receipts"] = (200, content(log))
    taken = services.take(first, now=NOW + timedelta(minutes=1))
    assert says in taken.problem["en"]
    assert set(taken.problem) == {"en", "km"}
    assert (taken.size, taken.taken_at, taken.problem_since) == (20, NOW, NOW + timedelta(minutes=1))
    assert stored() == (0, 1)
    kept = ReceiptEvidence.objects.get()
    assert (kept.ledger, kept.signed) == (ORIGIN, signed)
    assert kept.text
    later = services.take(taken, now=NOW + timedelta(minutes=2))
    assert later.problem_since == taken.problem_since
    assert ReceiptEvidence.objects.count() == 1
    del side.instead["/ledger/receipts"]
    healed = services.take(later, now=NOW + timedelta(minutes=3))
    assert (healed.problem, healed.problem_since, healed.size) == ({}, None, 22)


def test_a_ledger_that_rewrote_what_was_seen_is_caught_and_nothing_of_it_is_taken(source, side, log):
    number = log.gives()
    log.signs()
    seen = services.take(source, now=NOW)
    other = log.rewritten(3, charge="none")
    other.about(number, "charge.changed")
    other.signs()
    side.log = other
    taken = services.take(seen, now=NOW + timedelta(minutes=1))
    assert "has forked" in taken.problem["en"]
    assert (taken.seen, taken.size) == (seen.seen, 21)
    evidence = ReceiptEvidence.objects.get()
    assert evidence.signed
    assert str(log.signed(21)) in evidence.text
    assert str(other.signed()) in evidence.text
    assert queries.by_code(number).changes == ()


def test_a_ledger_that_shrank_is_caught(source, side, log):
    log.gives()
    log.signs()
    seen = services.take(source, now=NOW)
    log.sizes.pop()
    assert "has shrunk" in services.take(seen, now=NOW).problem["en"]


def test_a_ledger_that_shows_its_witness_another_tree_is_caught(source, side, log):
    other = log.rewritten(3, charge="none")
    other.is_witnessed()
    side.instead["/ledger/checkpoint/witnessed"] = (200, other.text_at("/ledger/checkpoint/witnessed", {}).encode())
    taken = services.take(source, now=NOW)
    assert "has signed two different trees of 20 entries" in taken.problem["en"]
    assert stored() == (0, 0)


def test_a_side_that_does_not_answer_is_said_and_the_next_one_is_asked(source, side, log):
    quiet = services.set_source(
        address="http://127.0.0.1:1", verifiers=str(make_key("a.example/care", KeyType.LOG).verifier), witnesses="",
        key=KEY,
    )  # fmt: skip
    first, second = services.collect(now=NOW)
    assert first == quiet
    assert "Connection refused" in first.problem["en"]
    assert (second.problem, second.size) == ({}, 20)
    assert ReceiptEvidence.objects.count() == 0


def test_who_answers_other_nonsense_each_time_fills_no_table(source, side, monkeypatch):
    monkeypatch.setattr(services, "MOST_EVIDENCE", 3)
    for number in range(5):
        side.instead["/ledger/checkpoint"] = (200, f"nonsense {number}".encode())
        services.take(ReceiptSource.objects.get(), now=NOW)
    assert ReceiptEvidence.objects.count() == 3


def test_a_round_that_another_has_overtaken_stores_nothing_twice(source, side, log, monkeypatch):
    log.gives()
    log.signs()
    asked = pulling.ask

    def ask(url):
        if "/ledger/receipts?first=0" in url:
            monkeypatch.setattr(pulling, "ask", asked)
            services.take(ReceiptSource.objects.get(), now=NOW)  # the whole of another round
        return asked(url)

    monkeypatch.setattr(pulling, "ask", ask)
    taken = services.take(source, now=NOW)
    assert (taken.size, taken.problem) == (21, {})
    assert stored() == (1, 2)


def test_a_long_ledger_is_taken_over_several_rounds(source, log, monkeypatch):
    monkeypatch.setattr(services, "MOST_LISTS", 2)
    for _ in range(4):
        log.gives()
        log.signs()
    first = services.take(source, now=NOW)
    assert (first.size, first.taken_at, first.problem) == (21, None, {})
    services.take(services.take(first, now=NOW), now=NOW)
    assert ReceiptSource.objects.get().taken_at == NOW
    assert stored() == (4, 5)


def test_the_key_is_a_file_of_its_owner_and_not_in_the_database(source):
    path = keys.path_of(source.pk)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.read_text() == key_text()
    columns = json.dumps([list(map(str, row)) for row in ReceiptSource.objects.values_list()])
    assert key_text().strip() not in columns
    assert KEY.hex() not in columns


@pytest.mark.parametrize("content", [None, b"", b"short", b"\xff\xfe", b"AAAA"])
def test_without_its_key_no_list_is_taken_and_the_reason_is_said(source, content):
    path = keys.path_of(source.pk)
    path.unlink() if content is None else path.write_bytes(content)
    taken = services.take(source, now=NOW)
    assert path.name in taken.problem["en"]
    assert stored() == (0, 0)
    assert queries.by_code(5).verdict is Verdict.UNKNOWN


def test_the_same_ledger_is_set_anew_without_losing_what_was_taken(source, side, log):
    services.take(source, now=NOW)
    again = services.set_source(
        address=f"{side.address}/", verifiers=str(log.key.verifier), witnesses="", key=bytes(32)
    )
    assert (again.pk, again.size, again.witnesses) == (source.pk, 20, "")
    assert keys.read_shared_key(keys.path_of(source.pk)) == bytes(32)


def test_a_source_that_is_removed_takes_its_lists_and_its_key_along_and_leaves_the_evidence(source, side):
    services.take(source, now=NOW)
    side.instead["/ledger/checkpoint"] = (200, b"nonsense")
    services.take(source, now=NOW)
    services.remove_source(ORIGIN)
    assert stored() == (0, 0)
    assert not keys.path_of(source.pk).exists()
    assert ReceiptEvidence.objects.count() == 1
    with pytest.raises(services.NotFound, match="There is no source of the name"):
        services.remove_source(ORIGIN)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"address": "police"}, "is no address of a log"),
        ({"verifiers": ""}, "must all be of one ledger"),
        ({"verifiers": "hello"}, "is no verifier key"),
        ({"verifiers": str(make_key("w.example/w", KeyType.WITNESS).verifier)}, "must all be of one ledger"),
        ({"witnesses": str(make_key("b.example/b", KeyType.LOG).verifier)}, "is the key of a ledger"),
    ],
)
def test_a_source_with_something_wrong_is_not_set(database, log, wrong, says):
    right = {"address": "https://police.example", "verifiers": str(log.key.verifier), "witnesses": "", "key": KEY}
    with pytest.raises(LedgerError, match=says):
        services.set_source(**{**right, **wrong})
    assert not ReceiptSource.objects.exists()


def test_the_scheduled_job_takes_what_is_new(source, log):
    collect_receipts.call()
    assert stored() == (0, 1)


def test_the_example_takes_the_side_that_runs_beside_once_it_has_its_keys(database, side, log, tmp_path):
    assert not add_example_source(beside=tmp_path, address=side.address)
    (tmp_path / "ledger.keys").write_text(f"{log.key.verifier}\n")
    (tmp_path / "receipts.key").write_text(key_text())
    assert add_example_source(beside=tmp_path, address=side.address)
    assert add_example_source(beside=tmp_path, address="http://127.0.0.1:1")
    (source,) = services.collect(now=NOW)
    assert (source.address, source.size, source.problem) == (side.address, 20, {})


def test_lists_are_taken_from_the_ledger_that_a_side_keeps_in_its_database(database, settings, monkeypatch):
    settings.ROOT_URLCONF = "support.bookings.urls"
    monkeypatch.setattr("marga.site.accounts.gate.is_open", lambda name: name in OPEN | OPEN_EVERYWHERE)
    forget_keys()
    number, found = 123, queries.code_hash(123, KEY)
    with services.transaction.atomic():
        booked = acts.enter(booking(), receipt=found)
        acts.enter(booking())
    settle()
    with services.transaction.atomic():
        acts.enter(Change(booking=booked, old="use", new="sale", by="officer 7", at=AT), receipt=found)
    settle()
    with answering() as address:
        made = services.set_source(
            address=address, verifiers="".join(f"{one}\n" for one in signing.verifiers()), witnesses="", key=KEY
        )
        taken = services.take(made, now=NOW)
    assert (taken.ledger, taken.problem, taken.size) == ("localhost/authority", {}, 3)
    answer = queries.by_code(number)
    assert (answer.verdict, answer.day) == (Verdict.GENUINE, timezone.localdate())
    assert [(one.words, one.days) for one in answer.changes] == [("the charge was changed", (timezone.localdate(),))]
    forget_keys()


def test_what_is_not_there_is_told_apart_from_what_cannot_be_asked(side):
    with pytest.raises(fetching.NotThereError):
        fetching.ask(f"{side.address}/ledger/checkpoint/witnessed")
    side.instead["/ledger/checkpoint/witnessed"] = (500, b"")
    with pytest.raises(LedgerError) as told:
        fetching.ask(f"{side.address}/ledger/checkpoint/witnessed")
    assert not isinstance(told.value, fetching.NotThereError)

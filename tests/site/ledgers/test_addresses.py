"""What a ledger answers whoever asks, and what it takes from witnesses: byte for byte as docs/ledger.md says."""

import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from django.test import Client
from django.utils import timezone

from marga.ledger import merkle
from marga.ledger.absence import Presence, absent_from
from marga.ledger.checkpoints import open_checkpoint
from marga.ledger.fetching import ask
from marga.ledger.keys import KeyType, make_key, to_base64
from marga.ledger.notes import cosign, read_note
from marga.ledger.proofs import read_hashes
from marga.ledger.receipt_lists import open_list
from marga.ledger.receipts import verify_receipt, write_receipt
from marga.site.ledgers import OPEN, queries, remembering, sequencing, services, signing
from marga.site.ledgers.models import Checkpoint, Cosignature, Entry, Node, ReceiptList
from marga.site.refusals import WrongState
from marga.site.roles import OPEN_EVERYWHERE
from support.bookings.models import Booking
from support.databases import as_owner
from support.entering import AT, book, booking, books, forget_keys, settle, witnessed
from support.loopback import answering

WITNESS = make_key("bar.example/witness", KeyType.WITNESS)
OTHER = make_key("foo.example/witness", KeyType.WITNESS)


@pytest.fixture
def side(database, settings, monkeypatch):
    """Whoever asks a side that keeps a ledger, has no key of it yet, and trusts one witness."""
    settings.ROOT_URLCONF = "support.bookings.urls"
    monkeypatch.setattr("marga.site.accounts.gate.is_open", lambda name: name in OPEN | OPEN_EVERYWHERE)
    forget_keys()
    (signing.folder() / "witness.keys").write_text(f"# known to us\n{WITNESS.verifier}\n")
    return Client(enforce_csrf_checks=True)


def text(answer, status=200):
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    return answer.content.decode()


def send(side, note):
    return side.post("/ledger/cosignature", str(note), content_type="text/plain; charset=utf-8")


def cosigned(*keys, at=AT):
    note = queries.last_checkpoint()
    return note.with_signatures([cosign(note.text, key, at) for key in keys])


def test_before_anything_was_signed_there_is_nothing_to_answer(side):
    assert text(side.get("/ledger/checkpoint"), 404) == "Nothing was signed yet. Ask again in a minute.\n"
    assert text(side.get("/ledger/receipts?first=0"), 404).startswith("No list of receipts begins with entry 0.")
    assert text(side.get("/ledger/proof/inclusion?index=0&size=1"), 404)


def test_the_checkpoint_is_a_signed_note_of_three_lines(side):
    books(3)
    settle()
    told = text(side.get("/ledger/checkpoint"))
    root = merkle.root([bytes(one.leaf) for one in Entry.objects.order_by("position")])
    assert told.startswith(f"localhost/authority\n3\n{to_base64(root)}\n\n— localhost/authority ")
    assert open_checkpoint(told, signing.verifiers()).checkpoint.root == root
    assert "no-cache" in side.get("/ledger/checkpoint")["Cache-Control"]


@pytest.mark.parametrize(("index", "size"), [(0, 1), (0, 7), (6, 7), (3, 5)])
def test_an_inclusion_proof_begins_with_its_leaf(side, index, size):
    books(7)
    settle()
    leaves = [bytes(one.leaf) for one in Entry.objects.order_by("position")]
    leaf, *proof = read_hashes(text(side.get(f"/ledger/proof/inclusion?index={index}&size={size}")))
    assert leaf == leaves[index]
    assert merkle.verify_inclusion(leaf, index, size, proof, merkle.root(leaves[:size]))


@pytest.mark.parametrize(("first", "second"), [(1, 7), (4, 7), (3, 5), (7, 7), (0, 7)])
def test_a_consistency_proof_holds_between_any_two_sizes(side, first, second):
    books(7)
    settle()
    leaves = [bytes(one.leaf) for one in Entry.objects.order_by("position")]
    proof = list(read_hashes(text(side.get(f"/ledger/proof/consistency?first={first}&second={second}"))))
    roots = merkle.root(leaves[:first]), merkle.root(leaves[:second])
    assert merkle.verify_consistency(first, second, proof, *roots)
    assert bool(proof) == (0 < first < second)


@pytest.mark.parametrize(
    ("asked", "status", "told"),
    [
        ("inclusion?index=7&size=7", 404, "A tree of 7 entries has no entry 7: they are counted from 0."),
        ("inclusion?index=0&size=8", 404, "The tree that was signed last has 7 entries, not 8."),
        ("inclusion?index=0", 400, "“size” is “”; write a number, as in size=12."),
        ("inclusion?index=-1&size=7", 400, "“index” is “-1”; write a number"),
        ("inclusion?index=07&size=7", 400, "“index” is “07”; write a number"),
        ("inclusion?index=٣&size=7", 400, "“index” is “٣”; write a number"),
        (f"inclusion?index=0&size={2**63}", 400, "“size” is “9223372036854775808”; write a number"),
        (f"inclusion?index=0&size={'9' * 5000}", 400, f"“size” is “{'9' * 40}”; write a number"),
        ("consistency?first=5&second=3", 404, "A tree of 5 entries does not come before one of 3: swap them."),
        ("consistency?first=1&second=8", 404, "The tree that was signed last has 7 entries, not 8."),
        ("consistency?first=1&second=%00", 400, "“second” is"),
    ],
)  # fmt: skip
def test_what_cannot_be_answered_is_told_in_a_line(side, asked, status, told):
    books(7)
    settle()
    book()
    sequencing.sequence()  # in the tree, and not signed yet
    assert text(side.get(f"/ledger/proof/{asked}"), status).startswith(told)


def test_every_address_takes_its_own_method_only(side):
    side.handler.enforce_csrf_checks = False
    for path in ("checkpoint", "checkpoint/witnessed", "proof/inclusion", "proof/consistency", "receipts"):
        assert side.post(f"/ledger/{path}").status_code == 405
    assert side.get("/ledger/cosignature").status_code == 405


def test_a_witness_is_answered_with_its_cosignature_under_the_checkpoint(side):
    books(3)
    settle()
    assert text(side.get("/ledger/checkpoint/witnessed"), 404) == "No witness has cosigned anything yet.\n"
    assert text(send(side, cosigned(WITNESS))) == ""
    for path in ("checkpoint", "checkpoint/witnessed"):
        opened = open_checkpoint(text(side.get(f"/ledger/{path}")), signing.verifiers(), [WITNESS.verifier])
        assert [(one.key, one.at) for one in opened.cosignatures] == [(WITNESS.verifier, AT)]
    book()
    settle()
    assert "bar.example" not in text(side.get("/ledger/checkpoint"))
    assert "bar.example" in text(side.get("/ledger/checkpoint/witnessed"))


def test_a_cosignature_is_kept_once_however_often_it_comes(side):
    settle()
    for _ in range(3):
        assert text(send(side, cosigned(WITNESS))) == ""
    assert text(send(side, cosigned(WITNESS, at=AT.replace(year=2030)))) == ""
    assert Cosignature.objects.get().at == AT


def test_an_earlier_checkpoint_may_still_be_cosigned(side):
    settle()
    early = cosigned(WITNESS)
    books(2)
    settle()
    assert text(send(side, early)) == ""
    assert Cosignature.objects.get().checkpoint.size == 0


def test_a_witness_that_is_not_known_is_refused_and_one_beside_a_known_one_is_not_kept(side):
    settle()
    assert "No witness that is known here cosigned this." in text(send(side, cosigned(OTHER)), 403)
    assert "No witness that is known here" in text(send(side, queries.last_checkpoint()), 403)
    assert text(send(side, cosigned(OTHER, WITNESS))) == ""
    assert [one.name for one in Cosignature.objects.all()] == ["bar.example/witness"]


def test_a_cosignature_of_another_text_is_refused(side):
    settle()
    first = queries.last_checkpoint()
    books(2)
    settle()
    wrong = queries.last_checkpoint().with_signatures([cosign(first.text, WITNESS, AT)])
    assert "the signature of bar.example/witness does not fit the text" in text(send(side, wrong), 400).lower()
    assert not Cosignature.objects.exists()


def test_a_checkpoint_of_another_history_is_refused_even_if_our_key_signed_it(side):
    books(2)
    settle()
    mine = signing.signers(first=False)
    forked = open_checkpoint(str(queries.last_checkpoint()), signing.verifiers()).checkpoint
    other = sequencing.sign_checkpoint(type(forked)(forked.origin, forked.size, bytes(32)), mine)
    note = other.with_signatures([cosign(other.text, WITNESS, AT)])
    assert "This ledger never signed that checkpoint" in text(send(side, note), 404)
    longer = sequencing.sign_checkpoint(type(forked)(forked.origin, forked.size, forked.root, ("more",)), mine)
    assert text(send(side, longer.with_signatures([cosign(longer.text, WITNESS, AT)])), 404)


@pytest.mark.parametrize(
    ("sent", "status"),
    [(b"", 400), (b"\xff\xfe", 400), (b"x" * 64_000, 400), (b"x" * 64_001, 413), (b"x" * 3_000_000, 413)],
)
def test_what_is_no_checkpoint_is_refused(side, sent, status):
    settle()
    answer = side.post("/ledger/cosignature", sent, content_type="text/plain")
    assert answer.status_code == status


def test_receipt_lists_are_followed_from_the_first_on(side):
    for hashes in ([bytes(32)], [], [bytes([1]) * 32, bytes(32)]):
        with transaction.atomic():
            services.enter_all([booking() for _ in range(2)], receipts=[*hashes, None, None][:2])
        settle()
    first, lists = 0, []
    while (answer := side.get(f"/ledger/receipts?first={first}")).status_code == 200:
        lists.append(open_list(text(answer), signing.verifiers()))
        first = lists[-1].checkpoint.size
    assert first == 6
    assert [row.index for one in lists for row in one.rows] == [0, 4, 5]
    assert all(after.follows(before) for before, after in pairwise(lists))


def test_a_receipt_proves_itself_once_its_entry_is_signed(side):
    with transaction.atomic():
        row = services.enter(booking(name="Sok Dara"), wanted=True)
    assert queries.proof_for(row) is None
    sequencing.sequence()
    assert queries.proof_for(row) is None
    sequencing.sign(timezone.now())
    receipt = queries.proof_for(row)
    checked = verify_receipt(write_receipt(receipt), signing.verifiers(), [WITNESS.verifier])
    assert checked.genuine
    assert not checked.witnessed
    assert receipt.act["after"]["name"] == "Sok Dara"


def test_a_receipt_is_proven_by_what_a_witness_saw_where_there_is_such_a_thing(side):
    row = book()
    settle()
    send(side, cosigned(WITNESS))
    book()
    settle()
    assert verify_receipt(queries.proof_for(row), signing.verifiers(), [WITNESS.verifier]).witnessed
    later = Booking.objects.order_by("pk").last()
    assert not verify_receipt(queries.proof_for(later), signing.verifiers(), [WITNESS.verifier]).witnessed


def test_no_receipt_is_given_that_would_not_prove_itself(side):
    changed, erased = books(2)
    settle()
    with as_owner():
        Booking.objects.filter(pk=changed.pk).update(charge="none")
    with pytest.raises(WrongState, match="no longer what was entered"):
        queries.proof_for(changed)
    with transaction.atomic():
        services.erase(erased, by="administrator", reason="court")
    with pytest.raises(WrongState, match="lawfully erased"):
        queries.proof_for(erased)


def test_a_witness_watches_a_running_side_and_notices_when_it_is_rewritten(side, tmp_path):
    keys = tmp_path / "ledger.keys"

    def watch(address):
        command = [Path(sys.executable).with_name("marga"), "witness", address, "--keys", keys, "--send", "--state",
                   tmp_path / "witness", "--name", "outside.example/witness"]  # fmt: skip
        return subprocess.run(command, capture_output=True, text=True, timeout=60)

    books(5)
    settle()
    keys.write_text("".join(f"{key}\n" for key in signing.verifiers()))
    with answering() as address:
        done = watch(address)
        assert done.returncode == 2  # its key is not known here yet
        assert "takes no cosignature of this witness yet (HTTP 403). Give the witness’s key" in done.stderr
        theirs = re.search(r"^outside\.example/witness\+\S+$", done.stdout, re.M).group()
        (signing.folder() / "witness.keys").write_text(f"{theirs}\n")
        assert watch(address).returncode == 0
        row = books(3)[0]
        settle()
        assert "has 8 entries, which continue the 5 seen before" in watch(address).stdout
        assert verify_receipt(queries.proof_for(row), signing.verifiers(), signing.witnesses()).witnessed
        assert ask(f"{address}/ledger/checkpoint") == str(queries.last_witnessed())
        with as_owner():
            for model in (Booking, Cosignature, Checkpoint, Node, ReceiptList, Entry):
                model.objects.all().delete()
        remembering.file().unlink()
        books(9)
        settle()
        done = watch(address)
        assert done.returncode == 1
        assert "has forked" in done.stderr


def test_a_receipt_is_found_in_what_a_witness_saw_later(side):
    rows = books(3)
    settle()
    receipt = queries.proof_for(rows[1])
    checked = verify_receipt(receipt, signing.verifiers())
    books(4)
    settle()
    later = open_checkpoint(witnessed(WITNESS), signing.verifiers(), [WITNESS.verifier])

    def lookup(index, size):
        leaf, *path = read_hashes(text(side.get(f"/ledger/proof/inclusion?index={index}&size={size}")))
        return leaf, path

    assert absent_from(checked, later, lookup).presence is Presence.PRESENT


def test_a_note_of_the_side_reads_back_as_it_stands(side):
    settle()
    told = text(side.get("/ledger/checkpoint"))
    assert str(read_note(told)) == told
    assert django_settings.LEDGER_NAME in told

"""Every way of tampering behind the application's back, done to a log in memory: what an audit finds, and what it
cannot find without somebody outside."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marga.ledger import merkle, tree
from marga.ledger.audit import BATCH, audit
from marga.ledger.audited import Record, Stored
from marga.ledger.commitment import ERASED, Act, Entry, commit, erasure_of
from marga.ledger.findings import Kind
from support.ledgers import NOON, TODAY, Log, Witness, kept

SIZE = 70
QUICK = settings(max_examples=40)


class Database:
    """What a database holds of a log, for whoever may type SQL into it."""

    def __init__(self, log: Log, notes: list[str] | None = None) -> None:
        self.log, self.size = log, log.size
        self.rows = [
            Stored(position, entry.kind, entry.day, entry.commitment, Record(salt, act), name=f"case {position}")
            for position, (entry, salt, act) in enumerate(zip(log.entries, log.salts, log.acts, strict=True))
        ]
        self.nodes = tree.InMemory()
        self.nodes.nodes = dict(log.nodes.nodes)
        sizes = [0, 10, 30, 50, log.size]
        self.kept = kept([str(log.signed(size)) for size in sizes] if notes is None else notes, log.key)

    def audit(self, witnessed=(), remembered=()):
        return audit(self.rows, self.nodes, self.size, kept=self.kept, notes=remembered,
                     log_keys=[self.log.key.verifier], witnessed=witnessed)  # fmt: skip

    def found(self, witnessed=()):
        return [(one.kind, one.first, one.last) for one in self.audit(witnessed).findings]

    def change_record(self, place, **after):
        """UPDATE of the record alone: the act is another now."""
        record = self.rows[place].record
        changed = replace(record.act, after={**record.act.after, **after})
        self.rows[place] = replace(self.rows[place], record=Record(record.salt, changed))

    def recommit(self, place):
        """UPDATE of the commitment too, so that the record opens it."""
        record = self.rows[place].record
        self.rows[place] = replace(self.rows[place], commitment=commit(record.act, record.salt))

    def leaf(self, place):
        row = self.rows[place]
        return Entry(row.kind, row.day, row.commitment).leaf_hash()

    def rebuild(self):
        """UPDATE of the whole tree."""
        self.nodes = tree.InMemory()
        self.size = tree.append(self.nodes, 0, [self.leaf(place) for place in range(len(self.rows))])


@pytest.fixture(scope="module")
def log():
    log = Log()
    log.enter(SIZE)
    return log


@pytest.fixture
def database(log):
    return Database(log)


@pytest.fixture(scope="module")
def witnessed(log):
    """What a witness saw when the log had 50 entries."""
    return Witness().saw(log.signed(50), log).checkpoint


def first_sentence(database, witnessed=()):
    return str(database.audit(witnessed).findings[0].says)


def test_a_ledger_that_nobody_touched_is_clean(database, log, witnessed):
    done = database.audit([witnessed])
    assert done.findings == ()
    assert (done.size, done.root, done.erased) == (SIZE, log.checkpoint().root, 0)


@QUICK
@given(st.integers(0, 40))
def test_a_ledger_of_any_size_is_clean(size):
    log = Log()
    log.enter(size)
    done = Database(log, [str(log.signed(one)) for one in range(size + 1)]).audit(
        [log.checkpoint(size // 2)], [str(log.signed())]
    )
    assert done.findings == ()
    assert done.root == log.checkpoint().root


def test_a_changed_record_is_named(database):
    database.change_record(33, charge="trafficking")
    assert database.found() == [(Kind.CHANGED, 33, 33)]
    assert first_sentence(database) == "The record of entry 33 was changed: it is not what was entered."


@pytest.mark.parametrize("change", [{"kind": "case.closed"}, {"day": date(2026, 11, 25)}, {"kind": "No Kind"}], ids=str)
def test_a_changed_public_part_is_named(database, change):
    database.rows[33] = replace(database.rows[33], **change)
    assert database.found() == [(Kind.CHANGED, 33, 33)]
    assert first_sentence(database) == "Entry 33 was changed: what it says is not what stands in the tree."


def test_a_record_changed_with_its_commitment_is_named(database):
    database.change_record(33, charge="trafficking")
    database.recommit(33)
    assert database.found() == [(Kind.CHANGED, 33, 33)]


def test_a_record_changed_with_its_leaf_is_named_within_two(database):
    database.change_record(33, charge="trafficking")
    database.recommit(33)
    database.nodes.nodes[0, 33] = database.leaf(33)
    assert database.found() == [(Kind.CHANGED, 32, 33)]
    assert "one of the entries 32 to 33 was changed, and its leaf with it" in first_sentence(database).lower()


def test_a_record_changed_with_the_whole_tree_is_found_between_two_signed_checkpoints(database):
    database.change_record(22, charge="trafficking")
    database.recommit(22)
    database.rebuild()
    assert database.found() == [(Kind.SIGNED, 10, 29)]
    assert "among the entries 10 to 29 one was changed, and the tree with it" in first_sentence(database)


def test_a_record_changed_and_everything_made_and_signed_again_is_found_by_a_witness_alone(log, witnessed):
    forged = log.rewritten(33, charge="trafficking")
    database = Database(forged)
    assert database.found() == []
    assert database.found([witnessed]) == [(Kind.WITNESSED, 0, 49)]
    early = Witness().saw(log.signed(20), log).checkpoint
    assert database.found([witnessed, early]) == [(Kind.WITNESSED, 20, 49)]
    assert "the tree of 50 entries that a witness saw is another: among the entries 20 to 49" in first_sentence(
        database, [witnessed, early]
    ).replace("The tree", "the tree")


def test_a_deleted_entry_is_named(database):
    del database.rows[33]
    assert database.found() == [(Kind.MISSING, 33, 33)]
    assert first_sentence(database) == "Entry 33 is missing."


def test_deleted_entries_are_named_together(database):
    del database.rows[33:36]
    del database.rows[-2:]
    assert database.found() == [(Kind.MISSING, 33, 35), (Kind.MISSING, 68, 69)]
    assert first_sentence(database) == "The entries 33 to 35 are missing."


def test_a_deleted_record_is_named(database):
    database.rows[33] = replace(database.rows[33], record=None)
    assert database.found() == [(Kind.MISSING, 33, 33)]
    assert "no entry says that it was lawfully erased" in first_sentence(database)


def renumbered(rows):
    return [replace(row, position=position) for position, row in enumerate(rows)]


def test_a_deleted_entry_behind_which_all_move_down_is_named(database):
    del database.rows[33]
    database.rows = renumbered(database.rows)
    assert database.found()[0] == (Kind.MISSING, 33, 33)


def test_an_entry_put_between_others_which_move_up_is_named(database):
    database.rows.insert(33, replace(database.rows[3], day=TODAY.replace(day=1)))
    database.rows = renumbered(database.rows)
    assert database.found()[0] == (Kind.ADDED, 33, 33)
    assert first_sentence(database) == "Entry 33 was added: the tree has no such entry in its place."


def test_an_entry_added_beside_another_of_the_same_position_is_named(database):
    database.rows.insert(34, replace(database.rows[33], kind="case.closed"))
    assert database.found() == [(Kind.ADDED, 33, 33)]


def test_an_entry_added_at_the_end_is_named(database):
    database.rows.append(replace(database.rows[3], position=SIZE))
    assert database.found() == [(Kind.ADDED, SIZE, SIZE)]
    assert database.audit().root == database.log.checkpoint().root
    database.size += 1
    assert database.found() == [(Kind.ADDED, SIZE, SIZE)]


def test_a_record_added_without_an_entry_is_named(database):
    database.rows.insert(5, replace(database.rows[3], position=None, name="case 2026/0099"))
    assert database.found() == [(Kind.ADDED, None, None)]
    assert first_sentence(database) == "A record was added without an entry: case 2026/0099."


@QUICK
@given(st.integers(0, SIZE - 1), st.integers(0, SIZE - 1))
def test_two_swapped_entries_are_named(log, one, other):
    if one == other:
        return
    database = Database(log)
    first, second = database.rows[one], database.rows[other]
    database.rows[one], database.rows[other] = replace(second, position=one), replace(first, position=other)
    assert database.found() == [(Kind.SWAPPED, min(one, other), max(one, other))]
    assert first_sentence(database) == f"The entries {min(one, other)} and {max(one, other)} were swapped."


def test_two_swapped_records_are_named(database):
    first, second = database.rows[20], database.rows[33]
    database.rows[20], database.rows[33] = replace(first, record=second.record), replace(second, record=first.record)
    assert database.found() == [(Kind.SWAPPED, 20, 33)]
    assert first_sentence(database) == "The records of the entries 20 and 33 were swapped."


def test_the_first_of_several_is_named_first(database):
    database.change_record(50, charge="none")
    del database.rows[40]
    database.rows[12] = replace(database.rows[12], kind="case.closed")
    database.rows[3] = replace(database.rows[3], record=None)
    assert [first for _, first, _ in database.found()] == [3, 12, 40, 50]


def test_a_tail_cut_off_is_found_by_the_checkpoints_that_were_signed(log, witnessed):
    shorter = Log(log.key)
    shorter.enter(40)
    database = Database(shorter, [str(log.signed(one)) for one in (0, 30, SIZE)])
    assert database.found() == [(Kind.SIGNED, 40, 69)]
    assert first_sentence(database).startswith("A tree of 70 entries was signed, and 40 are left")


def test_an_older_backup_put_in_place_is_found_by_a_witness_alone(log, witnessed):
    """Everything is as it was then, the signed checkpoints too: only somebody outside remembers more."""
    older = Log(log.key)
    older.enter(40)
    database = Database(older, [str(log.signed(one)) for one in (0, 10, 40)])
    assert database.found() == []
    assert database.found([witnessed]) == [(Kind.WITNESSED, 40, 49)]
    assert first_sentence(database, [witnessed]).startswith("A witness saw a tree of 50 entries, and 40 are left")


def test_a_log_that_was_cut_and_grew_again_differently_is_found_by_a_witness_alone(log, witnessed):
    other = Log(log.key)
    other.enter(40)
    other.enter(60, charge="other")
    database = Database(other)
    assert database.found() == []
    assert database.found([witnessed]) == [(Kind.WITNESSED, 0, 49)]


def test_a_stored_checkpoint_of_another_key_or_with_a_change_is_named(database):
    stranger = Log()
    stranger.enter(3)
    for number, note in ((1, str(stranger.signed())), (3, "nothing")):
        row = replace(database.kept[number].checkpoints[0], note=note)
        database.kept[number] = replace(database.kept[number], checkpoints=(row,))
    assert [kind for kind, _, _ in database.found()] == [Kind.UNREADABLE] * 2
    assert first_sentence(database).startswith("A stored checkpoint, checkpoint 2, says nothing: the checkpoint of")


def test_a_lost_or_changed_node_is_named_once_with_the_entries_under_it(database):
    del database.nodes.nodes[2, 3]
    assert database.found() == [(Kind.MISSING, 12, 15)]
    database.nodes.nodes[2, 3] = bytes(32)
    assert database.found() == [(Kind.CHANGED, 12, 15)]


@pytest.fixture
def erased(log):
    """A log in which the record of entry 33 was lawfully erased by entry 71."""
    grown = log.rewritten(0)
    grown.enter()
    act = Act("records administrator 1", erasure_of(33), NOON, None, {"order": "court 12/2026"})
    salt = bytes(range(32))
    entry = Entry(ERASED, TODAY, commit(act, salt))
    tree.append(grown.nodes, grown.size, [entry.leaf_hash()])
    for rows, one in ((grown.entries, entry), (grown.acts, act), (grown.salts, salt)):
        rows.append(one)
    database = Database(grown)
    database.rows[33] = replace(database.rows[33], record=None, erased_by=71)
    return database


def test_a_lawful_erasure_leaves_the_ledger_clean(erased):
    assert erased.audit().findings == ()
    assert erased.audit().erased == 1


@pytest.mark.parametrize("erasure", [70, 12, 500, 0])
def test_an_erasure_that_no_entry_speaks_of_is_a_missing_record(erased, erasure):
    erased.rows[33] = replace(erased.rows[33], erased_by=erasure)
    assert erased.found() == [(Kind.MISSING, 33, 33)]


def test_an_erasure_covers_the_entry_it_names_and_no_other(erased):
    erased.rows[34] = replace(erased.rows[34], record=None, erased_by=71)
    assert erased.found() == [(Kind.MISSING, 34, 34)]


def test_an_entry_of_another_kind_erases_nothing_whatever_it_says(erased):
    act = replace(erased.log.acts[70], what=erasure_of(33))
    erased.rows[70] = replace(erased.rows[70], record=Record(erased.log.salts[70], act))
    erased.rows[33] = replace(erased.rows[33], erased_by=70)
    assert (Kind.MISSING, 33, 33) in erased.found()
    assert erased.audit().erased == 0


@QUICK
@given(st.data())
def test_any_single_change_of_what_is_stored_is_found(log, data):
    database = Database(log)
    place = data.draw(st.integers(0, SIZE - 1))
    row = database.rows[place]
    change = data.draw(st.sampled_from(["commitment", "salt", "who", "node", "delete"]))
    if change == "commitment":
        database.rows[place] = replace(row, commitment=data.draw(st.binary(max_size=33).filter(row.commitment.__ne__)))
    elif change == "salt":
        database.rows[place] = replace(row, record=Record(bytes(32), row.record.act))
    elif change == "who":
        database.rows[place] = replace(row, record=Record(row.record.salt, replace(row.record.act, who="someone else")))
    elif change == "node":
        node = data.draw(st.sampled_from(sorted(database.nodes.nodes)))
        database.nodes.nodes[node] = bytes(32)
    else:
        del database.rows[place]
    assert database.found() != []


def test_an_audit_goes_through_more_than_a_batch_and_tells_how_far_it_is():
    log = Log()
    log.enter(2 * BATCH + 100)
    database = Database(log)
    database.change_record(BATCH, charge="none")
    first, second = database.rows[5], database.rows[2 * BATCH + 1]
    database.rows[5], database.rows[2 * BATCH + 1] = replace(second, position=5), replace(first, position=2 * BATCH + 1)
    told: list[int] = []
    done = audit(database.rows, database.nodes, log.size, progress=told.append)
    assert [(one.kind, one.first) for one in done.findings] == [(Kind.SWAPPED, 5), (Kind.CHANGED, BATCH)]
    assert told == [BATCH, 2 * BATCH, 2 * BATCH + 100]
    assert done.root == merkle.root([one.leaf_hash() for one in log.entries])

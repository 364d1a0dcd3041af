"""Acts, sequencing, signing and lawful erasures in any order: the store is always the tree of the definition and its
audit is clean; and whatever one change is typed into it afterwards, the audit finds it. On SQLite."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from marga.ledger import merkle, tree
from marga.ledger.checkpoints import open_checkpoint
from marga.ledger.commitment import ERASED, Act, Entry, commit
from marga.site.ledgers import queries, sequencing, services, signing
from marga.site.ledgers.auditing import audit_all, one_moment
from marga.site.ledgers.models import Checkpoint
from marga.site.ledgers.nodes import StoredNodes, sequenced
from support.bookings.models import Change
from support.entering import AT, booking, forget_keys, settle, typed

MANY = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
PICK = st.integers(0, 1000)
ACTS = st.tuples(st.sampled_from(["enter", "enter", "change", "take_back", "sequence", "sign", "erase"]), PICK)
TABLES = ("bookings_change", "bookings_booking", "ledgers_erasure", "ledgers_receiptlist", "ledgers_checkpoint",
          "ledgers_node", "ledgers_entry")  # fmt: skip
#: What a record or an entry says, column by column, and another value for it.
SAYS = {
    "bookings_booking": {"number": "number || 'x'", "name": "name || 'x'", "born": "'2001-02-03'", "charge": "'x'",
                         "grams": "grams + 0.001", "by": '"by" || 1', "at": "'2020-01-01 00:00:00'",
                         "salt": "zeroblob(32)"},
    "bookings_change": {"old": "old || 'x'", "new": "new || 'x'", "by": '"by" || 1', "salt": "zeroblob(32)"},
    "ledgers_erasure": {"position": "position + 1000", "reason": "reason || 'x'", "by": '"by" || 1'},
    "ledgers_entry": {"kind": "kind || 'x'", "day": "'2020-01-01'", "commitment": "zeroblob(32)"},
    "ledgers_node": {"hash": "zeroblob(32)"},
    "ledgers_checkpoint": {"note": "replace(note, 'A', 'B') || 'x'"},
}  # fmt: skip
RECORDS = ("bookings_booking", "bookings_change", "ledgers_erasure")


class World:
    """A side's ledger, and beside it, in memory, the leaves that it must have."""

    def __init__(self):
        forget_keys()
        typed(*(f"DELETE FROM {table}" for table in TABLES))
        self.now = timezone.now()
        self.leaves, self.placed = [], 0
        self.bookings = {}  # by the position that each must get
        self.erased = set()

    def do(self, what, pick):
        event(what)
        getattr(self, what)(pick)

    def enter(self, pick):
        rows = [booking() for _ in range(1 + pick % 5)]
        with transaction.atomic():
            services.enter_all(rows, receipts=[bytes([7]) * 32] * len(rows), wanted=pick % 3 == 0)
        for row in rows:
            self.bookings[len(self.leaves)] = row
            after = {"name": row.name, "born": None, "grams": row.grams, "charge": "use"}
            self.expect("booking.made", Act("officer 7", f"booking {row.number}", AT, None, after), row)

    def change(self, pick):
        if self.bookings:
            row = list(self.bookings.values())[pick % len(self.bookings)]
            with transaction.atomic():
                made = services.enter(Change(booking=row, old="use", new=f"{pick}", by="officer 9", at=AT))
            before, after = {"charge": "use"}, {"charge": f"{pick}"}
            self.expect("charge.changed", Act("officer 9", f"booking {row.number}", AT, before, after), made)

    def erase(self, pick):
        able = [place for place in self.bookings if place < self.placed and place not in self.erased]
        if able:
            place = able[pick % len(able)]
            with transaction.atomic():
                made = services.erase(self.bookings[place], by="administrator 1", reason="court 12/2026")
            self.erased.add(place)
            after = {"reason": "court 12/2026"}
            self.expect(ERASED, Act("administrator 1", f"entry {place}", made.at, None, after), made)

    def take_back(self, pick):
        with transaction.atomic():
            services.enter_all([booking() for _ in range(1 + pick % 5)], wanted=True)
            transaction.set_rollback(True)

    def sequence(self, _pick):
        self.placed = min(self.placed + sequencing.BATCH, len(self.leaves))
        sequencing.sequence()

    def sign(self, pick):
        self.now += timedelta(seconds=pick % 40)
        sequencing.sign(self.now)

    def settle(self):
        self.placed = len(self.leaves)
        settle()

    def expect(self, kind, act, row):
        """The leaf of an act that was entered, made from what was given and not from what is kept."""
        self.leaves.append(Entry(kind, timezone.localdate(), commit(act, bytes(row.salt))).leaf_hash())


def assert_as_it_must_be(world):
    """The tree, all that was signed of it, and its audit."""
    leaves = world.leaves[: world.placed]
    assert sequenced() == len(leaves)
    assert tree.root(StoredNodes(), len(leaves)) == merkle.root(leaves)
    signed = [open_checkpoint(one.note, signing.verifiers()).checkpoint for one in Checkpoint.objects.order_by("pk")]
    assert [one.root for one in signed] == [merkle.root(leaves[: one.size]) for one in signed]
    assert sorted(one.size for one in signed) == [one.size for one in signed]
    done = audited()
    assert (done.audit.findings, done.audit.root) == ((), merkle.root(leaves))
    assert (done.audit.size, done.audit.erased) == (len(leaves), len(world.erased))
    assert done.waiting == len(world.leaves) - world.placed


def assert_proven(world):
    """Every booking that was signed and not erased has a proof of its own leaf; every entry is proven when asked."""
    size = queries.signed_size()
    whole = merkle.root(world.leaves[:size])
    for place in range(size):
        leaf, *path = queries.inclusion(place, size)
        assert leaf == world.leaves[place]
        assert merkle.verify_inclusion(leaf, place, size, path, whole)
        first = queries.consistency(place, size)
        assert merkle.verify_consistency(place, size, first, merkle.root(world.leaves[:place]), whole)
    for place in world.bookings.keys() - world.erased:
        receipt = queries.proof_for(world.bookings[place])
        assert (receipt is None) == (place >= size)
        assert receipt is None or receipt.entry.leaf_hash() == world.leaves[place]


def audited():
    with one_moment():
        return audit_all(signing.verifiers())


@pytest.fixture
def small_batches(monkeypatch):
    monkeypatch.setattr(sequencing, "BATCH", 3)
    monkeypatch.setattr(sequencing, "MOST_RECEIPTS", 5)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@MANY
@given(st.lists(ACTS, max_size=20))
def test_in_whatever_order_things_are_done_the_store_is_the_tree_of_the_definition(database, small_batches, acts):
    world = World()
    for what, pick in acts:
        world.do(what, pick)
        assert_as_it_must_be(world)
    assert_proven(world)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@settings(MANY, max_examples=100)
@given(st.lists(ACTS, max_size=8), st.sampled_from(["change", "delete", "insert", "swap"]), st.data())
def test_one_change_typed_into_the_database_afterwards_is_always_found(database, acts, how, data):
    world = World()
    for what, pick in [("enter", 3), *acts]:
        world.do(what, pick)
    world.settle()
    assert_as_it_must_be(world)
    statements = {"change": changed, "delete": deleted, "insert": inserted, "swap": swapped}[how](data.draw)
    event(f"typed: {how}")
    typed(*statements)
    assert audited().audit.findings != ()


def keys_of(table, where="true"):
    """How one finds each row of a table."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT rowid FROM {table} WHERE {where} ORDER BY rowid")
        return [row for (row,) in cursor.fetchall()]


def a_table(draw, tables, least=1, where="true"):
    """One of the tables that have so many rows, and the keys of those."""
    return draw(st.sampled_from([(one, keys) for one in tables if len(keys := keys_of(one, where)) >= least]))


def changed(draw):
    """What one row says. An erased record says nothing any more."""
    table, _ = a_table(draw, SAYS)
    says = "salt IS NOT NULL" if table in RECORDS else "true"
    if not keys_of(table, says):
        table, says = "ledgers_entry", "true"
    column, value = draw(st.sampled_from(list(SAYS[table].items())))
    key = draw(st.sampled_from(keys_of(table, says)))
    return [f'UPDATE {table} SET "{column}" = {value} WHERE rowid = {key}']


def deleted(draw):
    """A row; and of a record, if so drawn, its entry with it."""
    table, keys = a_table(draw, [*RECORDS, "ledgers_entry", "ledgers_node"])
    key = draw(st.sampled_from(keys))
    entry = f"DELETE FROM ledgers_entry WHERE id = (SELECT entry_id FROM {table} WHERE rowid = {key})"
    with_entry = table in RECORDS and draw(st.booleans())
    return [*([entry] if with_entry else []), f"DELETE FROM {table} WHERE rowid = {key}"]


def inserted(draw):
    """A copy of a booking under no entry or under that of another act; or an entry without a record."""
    if draw(st.booleans()):
        place = draw(st.sampled_from(["max(position) + 1", "max(position) + 1000"]))
        return ["INSERT INTO ledgers_entry (kind, day, commitment, leaf, wanted, position) "
                f"SELECT kind, day, commitment, leaf, false, {place} FROM ledgers_entry"]  # fmt: skip
    others = keys_of("ledgers_entry", "id NOT IN (SELECT entry_id FROM bookings_booking)")
    entry = draw(st.sampled_from([999_999, *others]))
    key = draw(st.sampled_from(keys_of("bookings_booking")))
    return ['INSERT INTO bookings_booking (entry_id, salt, "by", at, number, name, charge) SELECT '
            f"{entry}, coalesce(salt, zeroblob(32)), \"by\", at, 'B', name, charge FROM bookings_booking "
            f"WHERE rowid = {key}"]  # fmt: skip


def swapped(draw):
    """Two records, two entries or two nodes in each other's place."""
    columns = {**dict.fromkeys(RECORDS, "entry_id"), "ledgers_entry": "position", "ledgers_node": '"index"'}
    where = {"ledgers_node": "level = 0"}
    able = [(one, keys) for one in columns if len(keys := keys_of(one, where.get(one, "true"))) > 1]
    table, keys = draw(st.sampled_from(able or [("ledgers_entry", keys_of("ledgers_entry"))]))
    one, other = draw(st.lists(st.sampled_from(keys), min_size=2, max_size=2, unique=True))
    column = columns[table]
    was = [f"(SELECT {column} FROM {table} WHERE rowid = {key})" for key in (one, other)]
    return [f"CREATE TEMP TABLE two AS SELECT {was[0]} AS first, {was[1]} AS second",
            f"UPDATE {table} SET {column} = -1 WHERE rowid = {one}",
            f"UPDATE {table} SET {column} = (SELECT first FROM two) WHERE rowid = {other}",
            f"UPDATE {table} SET {column} = (SELECT second FROM two) WHERE rowid = {one}",
            "DROP TABLE two"]  # fmt: skip

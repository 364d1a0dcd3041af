"""The database itself lets nobody change or remove what was entered. On SQLite and on PostgreSQL."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction

from marga.site.ledgers import protecting, sequencing, services
from marga.site.ledgers.models import Entry, Node
from marga.site.refusals import WrongState
from support.bookings.models import Booking, Change
from support.databases import as_owner
from support.entering import AT, book, booking, books, settle

TABLES = ["ledgers_entry", "ledgers_node", "ledgers_checkpoint", "ledgers_cosignature", "ledgers_receiptlist",
          "ledgers_erasure", "bookings_booking", "bookings_change"]  # fmt: skip
ACTS = ["care_act", "enforcement_act"]  # the acts of the sides, which are entered as the tables of the tests are


@pytest.fixture
def entered(database):
    """Something in every table."""
    row = book(name="Sok Dara", number="B-1")
    with transaction.atomic():
        services.enter(Change(booking=row, old="use", new="none", by="officer 9"), receipt=bytes(32))
    settle()
    with transaction.atomic():
        services.erase(books(1) and placed(), by="administrator", reason="court 12/2026")
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO ledgers_cosignature (checkpoint_id, name, key_id, line, at) "
                       "SELECT id, 'w', %s, '', made_at FROM ledgers_checkpoint", [bytes(4)])  # fmt: skip
    return database


def placed():
    row = book(name="Someone")
    settle()
    return row


def run(sql, values=()):
    """SQL as whoever may use the side's own connection can type it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_the_list_of_tables_is_whole(database):
    from django.apps import apps

    found = sorted(one._meta.db_table for one in apps.get_models() if protecting.is_protected(one))
    assert found == sorted([*TABLES, *ACTS])


@pytest.mark.parametrize("table", TABLES)
def test_no_row_is_removed(entered, table):
    with pytest.raises(IntegrityError, match="The ledger only grows"):
        run(f"DELETE FROM {table}")


@pytest.mark.parametrize("table", TABLES)
def test_a_table_is_not_emptied(entered, table):
    if entered == "postgresql":
        with pytest.raises(IntegrityError, match="The ledger only grows"):
            run(f"TRUNCATE {table} CASCADE")


@pytest.mark.parametrize(
    "change",
    [
        "ledgers_entry SET day = '2020-01-01'", "ledgers_entry SET kind = 'x'", "ledgers_entry SET position = NULL",
        "ledgers_entry SET position = position + 100", "ledgers_entry SET commitment = leaf",
        "ledgers_entry SET wanted = NOT wanted", "ledgers_entry SET id = id + 100",
        'ledgers_node SET "index" = "index" + 100', "ledgers_node SET hash = hash", "ledgers_checkpoint SET note = ''",
        "ledgers_cosignature SET line = ''", "ledgers_receiptlist SET note = ''",
        "ledgers_erasure SET reason = 'other'",
        "bookings_booking SET charge = 'none'", "bookings_booking SET name = 'Other' WHERE number = 'B-1'",
        "bookings_booking SET salt = NULL WHERE number = 'B-1'", 'bookings_booking SET "by" = charge',
        "bookings_booking SET name = '', salt = NULL, erasure_id = entry_id WHERE number = 'B-1'",
        "bookings_change SET new = 'use'",
    ],
)  # fmt: skip
def test_no_row_is_changed(entered, change):
    with pytest.raises(IntegrityError, match="The ledger only grows"):
        run(f"UPDATE {change}")


def test_an_entry_is_not_put_in_with_a_position(entered):
    with pytest.raises(IntegrityError, match="The ledger only grows"):
        Entry.objects.create(kind="x", day=AT.date(), commitment=bytes(32), leaf=bytes(32), position=99)


@pytest.mark.parametrize("id_of", ["(SELECT MIN(id) FROM bookings_booking)", "99"])
def test_nothing_is_replaced(entered, id_of):
    """REPLACE removes what is in its way: by its id, or by another value that only one row may have."""
    if entered == "sqlite":
        with pytest.raises(IntegrityError, match="The ledger only grows"):
            run('INSERT OR REPLACE INTO bookings_booking (id, entry_id, "by", at, number, name, charge) '
                f"""SELECT {id_of}, entry_id, "by", at, number, 'Other', charge FROM bookings_booking""")  # fmt: skip
        with pytest.raises(IntegrityError, match="The ledger only grows"):
            run('INSERT OR REPLACE INTO ledgers_node (level, "index", hash) SELECT 0, 0, zeroblob(32)')
        assert not Booking.objects.filter(name="Other").exists()


def test_a_position_is_given_once(entered):
    row = book()
    run("UPDATE ledgers_entry SET position = 50 WHERE id = %s", [row.entry_id])
    with pytest.raises(IntegrityError, match="The ledger only grows"):
        run("UPDATE ledgers_entry SET position = 51 WHERE id = %s", [row.entry_id])


def test_an_erasure_takes_content_and_salt_and_nothing_else(database):
    row = book(name="Sok Dara", born="2001-05-04", charge="use")
    settle()
    with transaction.atomic():
        erasure = services.erase(row, by="administrator 1", reason="court 12/2026")
    kept = Booking.objects.get()
    assert (kept.name, kept.born, kept.grams, kept.salt) == ("", None, None, None)
    assert (kept.charge, kept.by, kept.erasure) == ("use", "officer 7", erasure.entry)
    assert (erasure.what(), erasure.entry.kind) == ("entry 0", "record.erased")


@pytest.mark.parametrize(
    "change",
    ["charge = 'none'", '"by" = charge', "at = '2020-01-01 00:00:00+00:00'", "number = 'B-9'", "name = 'Other'"],
)
def test_under_an_erasure_nothing_is_put_in_place_of_what_was_there(database, change):
    row = book(number="B-1")
    settle()
    with transaction.atomic():
        said = services.enter(services.Erasure(position=0, reason="court", by="administrator"))
    with pytest.raises(IntegrityError, match="The ledger only grows"):
        run(f"UPDATE bookings_booking SET salt = NULL, erasure_id = %s, {change}", [said.entry_id])
    row.refresh_from_db()
    assert (row.number, row.charge, row.by, row.at) == ("B-1", "use", "officer 7", AT)


def test_a_record_is_erased_once_and_only_when_it_has_its_place(database):
    row = book()
    with pytest.raises(WrongState, match="no place in the ledger yet"), transaction.atomic():
        services.erase(row, by="administrator", reason="court")
    settle()
    with transaction.atomic():
        services.erase(row, by="administrator", reason="court")
    with pytest.raises(WrongState, match="was erased before"), transaction.atomic():
        services.erase(row, by="administrator", reason="court")
    assert Entry.objects.count() == 2


def test_migrating_again_changes_nothing_and_mends_what_is_missing(database):
    def installed():
        with connection.cursor() as cursor:
            return protecting._known(connection, cursor)

    before = installed()
    assert {table for table, _name in before if table} == {*TABLES, *ACTS}
    with connection.cursor() as cursor:
        on = "" if database == "sqlite" else " ON bookings_booking"
        name = "ledger_update_bookings_booking" if database == "sqlite" else "ledger_update"
        cursor.execute(f"DROP TRIGGER {name}{on}")
    assert installed() != before
    call_command("migrate", verbosity=0)
    assert installed() == before


def test_a_table_that_sqlite_makes_anew_is_protected_again(database):
    """Going back and forth over a migration, as a later one that changes a column would make the table anew."""
    if database == "sqlite":
        with as_owner():
            Node.objects.all().delete()
        call_command("migrate", "bookings", "zero", verbosity=0)
        call_command("migrate", verbosity=0)
        book()
        with pytest.raises(IntegrityError, match="The ledger only grows"):
            run("DELETE FROM bookings_booking")


@pytest.fixture
def application(database):
    """The role of a side that owns no table, as operators.md has it; its statements are those of the command."""
    if database != "postgresql":
        pytest.fail("only PostgreSQL has roles")
    run("DO $$ BEGIN CREATE ROLE marga_app LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$")
    for line in protecting.grants("marga_app"):
        run(line)
    with connection.cursor() as cursor:
        cursor.execute("SET SESSION AUTHORIZATION marga_app")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET SESSION AUTHORIZATION")


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_side_works_with_a_role_that_owns_no_table(application):
    row = book()
    settle()
    with transaction.atomic():
        services.erase(row, by="administrator", reason="court")
    settle()
    assert sequencing.sequenced() == 2
    call_command("migrate", verbosity=0)  # as every start does


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
@pytest.mark.parametrize(
    "sql",
    ["DELETE FROM ledgers_entry", "TRUNCATE ledgers_node", "UPDATE ledgers_entry SET day = day",
     "UPDATE ledgers_node SET hash = hash", "UPDATE bookings_booking SET charge = 'none'",
     "ALTER TABLE ledgers_entry DISABLE TRIGGER ALL", "DROP TRIGGER ledger_update ON bookings_booking",
     "SET session_replication_role = replica"],
)  # fmt: skip
def test_that_role_may_not_even_try(application, sql):
    with pytest.raises(DatabaseError, match=r"permission denied|must be owner"):
        run(sql)


def test_the_grants_name_every_table_and_the_columns_that_an_erasure_empties():
    told = "\n".join(protecting.grants('odd"role'))
    assert all(f'"{table}"' in told for table in TABLES)
    assert 'GRANT UPDATE ("salt", "erasure_id", "name", "born", "grams") ON "bookings_booking" TO "odd""role";' in told


def test_a_booking_is_not_lost_when_it_is_booked_while_nothing_is_protected(database):
    """The helper of the tests itself: what is lifted is put back."""
    with as_owner():
        Booking.objects.all().delete()
    with transaction.atomic():
        services.enter(booking())
    with pytest.raises(IntegrityError, match="The ledger only grows"):
        run("DELETE FROM bookings_booking")

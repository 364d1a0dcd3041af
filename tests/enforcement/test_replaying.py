"""What somebody types into the database behind the application's back is found: the acts say what stands."""

import pytest
from django.db import connection

from marga.country import ENGLISH, write
from marga.enforcement.acts.replaying import differences
from marga.enforcement.cases import contents
from marga.enforcement.charges.services import agree, propose_change
from support.databases import as_owner
from support.register import CHIEF, NOW, acting, booked, hours, station

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def lived_in(database):
    station()
    case = booked()
    propose_change(f"{case.number}.1", 1, contents.Charged(offence="trafficking"), "A second witness spoke.", acting(
        at=NOW + hours(1)))  # fmt: skip
    agree(f"{case.number}.1", 1, acting(CHIEF, NOW + hours(2)))
    booked(exhibits=())


def typed(statement):
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(statement)


def found():
    return [write(one.says, ENGLISH) for one in differences()]


def test_a_register_that_follows_from_its_acts_shows_no_difference():
    assert found() == []


@pytest.mark.parametrize(("statement", "says"), [
    ("UPDATE enforcement_charge SET offence = 'use' WHERE version = 2", "offence is “use”, and acts say “trafficking”"),
    ("UPDATE enforcement_party SET name = 'Other'", "name is “Other”, and acts say “Sok Dara”"),
    ("DELETE FROM enforcement_property WHERE kind = 'cash'", "is missing; acts say that it is there"),
    ("UPDATE enforcement_officer SET rank = 'chief' WHERE number = '1001'", "rank is “chief”, and acts say “officer”"),
    ("INSERT INTO enforcement_caseofficer (case_id, officer) SELECT number, '7777' FROM enforcement_case",
     "was added; no act says that it is there"),
    ("UPDATE enforcement_exhibit SET holder = '1002'", "holder is “1002”, and acts say “1001”"),
])  # fmt: skip
def test_sql_behind_the_applications_back_is_named(statement, says):
    typed(statement)
    assert any(says in line for line in found())


def test_the_side_reads_its_own_database_again_afterwards():
    found()
    assert booked(exhibits=()).serial == 3

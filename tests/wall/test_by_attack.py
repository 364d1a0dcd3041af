"""The wall, attacked: two sides on one PostgreSQL server, and somebody who takes everything from both.

`pytest -s` prints the scores: how often the right client is found first, and the chance that the right one is likelier
than a wrong one. What the sorts of marks are stands in `support.wall_attack`.
"""

import re
from dataclasses import replace

import psycopg
import pytest

from support.wall_attack import DEALS, SORTS, Attack, as_good, pairs_of
from support.wall_people import ENDED, ENDED_UNTOLD, IN_FORCE, NEVER, SEED
from support.wall_seized import HASH, of_cases, of_clients
from support.wall_town import NAMES, two_sides

pytestmark = pytest.mark.xdist_group("wall")
SELDOM = DEALS / 100
BIRTH = re.compile(r"\b(?:19[89]\d|200[0-3])-\d\d-\d\d\b")
WITHOUT = (NEVER, ENDED, ENDED_UNTOLD)


@pytest.fixture(scope="module")
def sides():
    with two_sides() as made:
        yield made


@pytest.fixture(scope="module")
def hoard(sides):
    return sides.filled(SEED)


@pytest.fixture(scope="module")
def attacks(hoard):
    return attacks_on(hoard)


def attacks_on(hoard):
    """By sort of marks: the attack with these and all before them."""
    pairs = pairs_of(hoard)
    return {sort: Attack(pairs, sort) for sort in SORTS}


def told(what, hoard, attacks, *consents):
    """How well people are found who came with a slip, by what became of their consent: one line, which is printed. And
    in how many deals the marks of the channel, given to others, do as well."""
    people = {hoard.truth.cases[one.number]: one for one in hoard.truth.town.people if one.slip}
    cases = attacks["names"].pairs.cases
    who = [place for place, case in enumerate(cases) if case in people and people[case].consent in consents]
    assert len(who) > 10
    scores = {sort: attack.score(who) for sort, attack in attacks.items()}
    deals = {sort: as_good(scores[sort], attacks[sort].by_chance(who, SEED)) for sort in ("notes", "channel")}
    line = f"{what}, {len(who)} people: " + ", ".join(f"{sort} {score}" for sort, score in scores.items())
    line += f"; as good in {DEALS} deals: " + ", ".join(f"{sort} {count}" for sort, count in deals.items())
    print(line)  # noqa: T201
    return line, deals["channel"]


@pytest.mark.parametrize(("side", "other"), [NAMES, NAMES[::-1]])
def test_a_process_of_one_side_cannot_connect_to_the_database_of_the_other(sides, side, other):
    with psycopg.connect(sides.address(side)) as own:
        assert own.execute(f"SELECT count(*) FROM {side}_act").fetchone() > (0,)
    for owner in (False, True):
        with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
            psycopg.connect(sides.address(side, other, owner=owner))
    own = sides.address(side, other).replace(f"//{side}:", f"//{other}:")  # the other's name, and one's own password
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(own)
    with pytest.raises(AssertionError, match="permission denied for database"):
        sides.does(side, "live", given={"told": {}, "steps": []}, MARGA_DATABASE_URL=sides.address(side, other))


@pytest.mark.parametrize(("side", "other"), [NAMES, NAMES[::-1]])
@pytest.mark.parametrize("sql", [
    "SELECT * FROM {other}.public.{other}_act", "SELECT pg_read_file('postgresql.conf')", "SELECT pg_ls_waldir()",
    "SELECT pg_create_logical_replication_slot('one', 'test_decoding')", "CREATE EXTENSION dblink",
    "CREATE EXTENSION postgres_fdw", "COPY (SELECT 1) TO PROGRAM 'cat'", "SET ROLE {other}",
    "SELECT pg_database_size('{other}')"])  # fmt: skip
def test_nothing_of_the_other_side_is_read_over_the_server(sides, side, other, sql):
    refused = "permission denied|not implemented|must be superuser|not available|could not open extension"
    with psycopg.connect(sides.address(side)) as own, pytest.raises(psycopg.Error, match=refused):
        own.execute(sql.format(other=other))


def test_what_the_other_side_asks_of_its_database_is_not_shown(sides):
    with psycopg.connect(sides.address("care")) as ours, psycopg.connect(sides.address("enforcement")) as theirs:
        ours.execute("SELECT 'a secret'")
        shown = theirs.execute("SELECT query, backend_start, xact_start FROM pg_stat_activity WHERE usename = 'care'")
        assert set(shown.fetchall()) == {("<insufficient privilege>", None, None)}


def test_no_digits_of_a_slip_or_a_receipt_are_in_anything_that_was_taken(hoard):
    everything = "\n".join(one.text for one in hoard.records)
    papers = [*hoard.truth.slips.values(), *hoard.truth.receipts.values()]
    assert len(papers) > 200
    assert [one for one in papers if one in everything or one.replace(" ", "") in everything] == []


def test_no_day_of_birth_is_in_anything_that_was_taken_from_care(hoard):
    found = {side: {day for one in hoard.records if one.side == side for day in BIRTH.findall(one.text)}
             for side in NAMES}  # fmt: skip
    assert len(found["enforcement"]) > 100
    assert found["care"] == set()


def test_whoever_takes_everything_finds_more_people_where_care_has_the_day_of_birth_in_the_clear(hoard, attacks):
    leaky = days_of_birth_in_the_clear(hoard)
    sealed, _ = told("with all births sealed", hoard, attacks, *WITHOUT)
    clear, _ = told("with the day of birth in the clear", leaky, attacks_on(leaky), *WITHOUT)
    assert first_by_names(clear) > first_by_names(sealed) + 0.3, f"{sealed}\n{clear}"


def days_of_birth_in_the_clear(hoard):
    """A leaky variant: care keeps the day of birth as it was told. One in five gave another year."""
    clients = hoard.truth.clients
    days = {clients[one.number]: one.born(one.year + (one.number % 5 == 0)).isoformat()
            for one in hoard.truth.town.people if one.number in clients}  # fmt: skip
    return replace(hoard, records=[with_birth(one, days) for one in hoard.records])


def with_birth(one, days):
    if one.table != "care_client" or one.source != "dump":
        return one
    day = days[one.values["number"]]
    return replace(one, values=one.values | {"born_from": day, "born_to": day})


def first_by_names(line):
    return float(line.split("names ")[1].split()[0])


def test_whoever_takes_everything_finds_people_without_a_consent_in_force_no_better_by_the_channel(hoard, attacks):
    for group in (*((consent,) for consent in WITHOUT), WITHOUT):
        line, by_chance = told(f"without a consent in force ({', '.join(group)})", hoard, attacks, *group)
        assert by_chance > 0, line


def test_people_with_a_consent_in_force_are_found_by_it_only_with_the_key_of_the_other_side(hoard, attacks):
    line, by_chance = told("with a consent in force", hoard, attacks, IN_FORCE)
    assert by_chance > 0, line
    keyed = attacks_on(replace(hoard, beside={case: {handle} for case, handle in hoard.handles.items()}))
    for consent in WITHOUT:
        line, by_chance = told(f"without one ({consent}), and with enforcement's key", hoard, keyed, consent)
        assert by_chance > 0 or consent == ENDED, line  # what was told stays told to whoever has the key
    line, by_chance = told("with a consent in force, and with enforcement's key", hoard, keyed, IN_FORCE)
    assert by_chance < SELDOM, line


def noted_at_the_station(hoard):
    """A leaky variant: the officer writes down the mark by which care knows the slip."""
    return replace(hoard, beside={case: {slip} for case, slip, _client in shown(hoard)})


def given_in_the_order_of_the_list(hoard):
    """A leaky variant: care lists slips in the order of the paper, and nobody mixes them."""
    orders = {case: next(one.place for one in records if one.values.get("kind") == "slip.given")
              for case, records in of_cases(hoard.records).items()
              if any(one.values.get("kind") == "slip.given" for one in records)}  # fmt: skip
    return replace(hoard, listed=hoard.listed | {slip: orders[case] for case, slip, _client in shown(hoard)})


def the_second_is_noted(hoard):
    """A leaky variant: the slip says to the second when it was given, and care writes that down."""
    rows = of_cases(hoard.records)
    given = {case: next(one.values["slip_given"] for one in rows[case] if one.values.get("slip_given"))
             for case, _slip, _client in shown(hoard)}  # fmt: skip
    return replace(hoard, beside={client: {given[case][11:19]} for case, _slip, client in shown(hoard)})


def shown(hoard):
    """Of each person who came with a slip: case, the slip as care has it, client."""
    records = of_clients(hoard.records)
    for one in hoard.truth.town.people:
        if one.slip:
            client = hoard.truth.clients[one.number]
            slip = next(word for row in records[client] if row.table == "care_slip" for word in HASH.findall(row.text))
            yield hoard.truth.cases[one.number], slip, client


@pytest.mark.parametrize("leak", [noted_at_the_station, given_in_the_order_of_the_list, the_second_is_noted])
def test_the_same_attack_finds_people_where_the_channel_leaks(hoard, leak):
    line, by_chance = told(leak.__doc__.rstrip("."), hoard, attacks_on(leak(hoard)), *WITHOUT)
    assert by_chance < SELDOM, line

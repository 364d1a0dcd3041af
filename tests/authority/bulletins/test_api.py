"""Bulletins for programs: as they were frozen, or as CSV where that is asked for."""

import csv
import hashlib
import io

import pytest
from django.test import Client

from marga.authority.bulletins import queries
from marga.figures.bulletin.derived import DERIVED
from marga.figures.counting import DEFINITIONS

CSV = {"Accept": "text/csv"}


@pytest.fixture
def reader(published) -> Client:
    return Client(raise_request_exception=False)


def lines(answer) -> list[dict[str, str]]:
    assert answer.headers["Content-Type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(answer.content.decode())))


def test_bulletins_are_listed_and_each_is_given_byte_for_byte(reader, published):
    (one,) = reader.get("/api/bulletins").json()
    assert (one["id"], one["revision"], one["sha256"]) == ("2019-q1", 1, published.sha256)
    for address in ("/api/bulletins/2019-q1", "/api/bulletins/2019-q1?revision=1"):
        assert hashlib.sha256(reader.get(address).content).hexdigest() == published.sha256
    for address in (
        "/api/bulletins/2019-q2",
        "/api/bulletins/2019-q1?revision=2",
        "/api/bulletins/2019-q1?revision=-1",
    ):
        answer = reader.get(address)
        assert answer.status_code == 404
        assert "see /api/bulletins" in answer.json()["error"]


def test_a_table_is_given_number_by_number(reader, published):
    table = reader.get("/api/bulletins/2019-q1/tables/cases-by-offence").json()
    made = queries.bulletin(published).table("cases-by-offence")
    assert len(table["numbers"]) == len(made.lines) * len(made.times)
    assert (table["unit"], table["figure"], table["revision"]) == ("case", "cases", 1)
    answer = reader.get("/api/bulletins/2019-q1/tables/nothing")
    assert answer.status_code == 404
    assert "cases-by-offence" in answer.json()["error"]


def test_the_same_can_be_had_as_csv(reader, published):
    made = queries.bulletin(published)
    assert len(lines(reader.get("/api/bulletins", headers=CSV))) == 1
    assert len(lines(reader.get("/api/bulletins/2019-q1", headers=CSV))) == sum(1 for _ in made.numbers())
    assert {
        line["table"] for line in lines(reader.get("/api/bulletins/2019-q1/tables/cases-by-province", headers=CSV))
    } == {"cases-by-province"}
    assert len(lines(reader.get("/api/figures", headers=CSV))) == len(reader.get("/api/figures").json())


def test_an_answer_as_csv_and_as_json_are_two_answers(reader):
    first, other = reader.get("/api/bulletins"), reader.get("/api/bulletins", headers=CSV)
    assert first.headers["ETag"] != other.headers["ETag"]
    assert "Accept" in first.headers["Vary"]
    assert reader.get("/api/bulletins", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert reader.get("/api/bulletins", headers={**CSV, "If-None-Match": first.headers["ETag"]}).status_code == 200


@pytest.mark.parametrize("accept", ["application/json", "application/json, text/csv", "*/*", ""])
def test_who_does_not_ask_for_csv_gets_json(reader, accept):
    assert (
        reader.get("/api/bulletins", headers={"Accept": accept}).headers["Content-Type"].startswith("application/json")
    )


def test_the_dictionary_says_of_every_figure_what_it_counts(reader):
    rows = reader.get("/api/dictionary").json()
    assert {row["name"] for row in rows} == {*DEFINITIONS, *DERIVED}
    assert all(row["meaning"] and row["unit"] for row in rows)
    assert len(lines(reader.get("/api/dictionary", headers=CSV))) == len(rows)


def test_what_is_not_for_readers_is_nowhere_in_the_api(reader, published):
    for answer in (reader.get("/api/bulletins"), reader.get("/api/bulletins/2019-q1")):
        assert b"protected" not in answer.content
        assert b"versions" not in answer.content

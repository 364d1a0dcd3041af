"""What a medical team is told in an emergency: what it needs to treat, and nobody else anything."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marga.care.rules.consents import NotPermitted
from marga.care.rules.emergencies import MEDICAL, Team, named, packet, refusals
from marga.country import load

TEAMS = load("kh").care.disclosure.teams
NEVER = load("kh").care.disclosure.never
TEAM = Team("ambulance", "Dr Chea", "Ambulance 119")
BESIDE = ("centre", "kind", "since", "ended", "notice", "diagnosis", "contact")
SETS = st.frozensets(st.sampled_from([*MEDICAL, *BESIDE]))
VALUES = st.dictionaries(st.sampled_from([*MEDICAL, *BESIDE]), st.sampled_from(["x", "Sok Dara"]))
KINDS = st.sampled_from([*TEAMS, "case", "court", "police", "lawyer", "family", ""])


def test_each_field_is_told_by_itself_and_nothing_beside_it():
    made = packet(TEAM, {"name", "allergies"}, {"name": "Sok Dara", "allergies": "penicillin", "centre": "x"}, TEAMS,
                  NEVER)  # fmt: skip
    assert (made.recipient, made.purpose) == ("ambulance", "emergency")
    assert made.values == {"name": "Sok Dara", "allergies": "penicillin"}


@given(KINDS, SETS, VALUES)
def test_something_is_told_only_to_a_medical_team_and_only_what_is_on_the_list(kind, fields, values):
    team = Team(kind, TEAM.name, TEAM.place)
    allowed = kind in TEAMS and bool(fields) and fields <= frozenset(MEDICAL)
    assert allowed == (refusals(team, fields, TEAMS, NEVER) == {})
    if not allowed:
        with pytest.raises(NotPermitted):
            packet(team, fields, values, TEAMS, NEVER)
        return
    made = packet(team, fields, values, TEAMS, NEVER)
    assert frozenset(made.values) == fields
    assert all(made.values[name] == values.get(name, "") for name in fields)


@pytest.mark.parametrize("name", [
    "Police", "the POLICE of Daun Penh", "po\u200blice", "Police\u0301", "ＰＯＬＩＣＥ", "Prosecutors",
    "The Court’s doctor",
    "Municipal court, room 3", "Judge Chan", "ប៉ុស្តិ៍នគរបាល", "តុលា\u200bការភ្នំពេញ", "លោកព្រះរាជអាជ្ញា", "Tribunal-1",
])  # fmt: skip
@pytest.mark.parametrize("where", ["name", "place"])
def test_police_prosecutor_and_court_are_nobody_s_medical_team_however_they_are_written(name, where):
    team = Team("hospital", name, "Street 63") if where == "name" else Team("hospital", "Dr Chea", name)
    assert list(refusals(team, {"name"}, TEAMS, NEVER)) == [f"team_{where}"]


@pytest.mark.parametrize("name", ["Calmette Hospital", "Courtyard clinic", "Dr Polico", "មន្ទីរពេទ្យកាល់ម៉ែត", "Ward 3"])
def test_a_medical_team_is_not_taken_for_another(name):
    assert named(name, NEVER) == []


@pytest.mark.parametrize("empty", [{"name": " "}, {"place": ""}])
def test_a_team_without_a_name_or_a_place_is_none(empty):
    team = Team(**{"kind": "ambulance", "name": "Dr Chea", "place": "119", **empty})
    assert list(refusals(team, {"name"}, TEAMS, NEVER)) == [f"team_{next(iter(empty))}"]


def test_no_kind_of_team_is_one_that_a_consent_or_an_order_can_be_for():
    assert not set(TEAMS) & set(load("kh").consents.recipients)

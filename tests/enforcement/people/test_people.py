"""People over cases: added, corrected, merged and taken apart, each an act with a reason that can be undone."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marga.enforcement.acts.models import Act
from marga.enforcement.cases import contents
from marga.enforcement.cases.models import Case, Charge, Merge, NameKey, Party
from marga.enforcement.custody.models import Custody
from marga.enforcement.people.queries import possible
from marga.enforcement.people.services import add_person, correct_person, merge, unmerge
from marga.identity.merging import persons
from marga.site.faults import Faulty
from marga.site.refusals import NotAllowed, NotFound, WrongState
from support.register import CHIEF, NOW, OUTSIDER, SUPERVISOR, acting, booked, hours, person, station

pytestmark = pytest.mark.usefixtures("database")
WHY = "The mother brought the family book."
STRANGERS = ("2001", "3001", "4001", "5001", "9001")


@pytest.fixture(autouse=True)
def at_a_station(database):
    station()


def key(**said):
    return f"{booked(exhibits=(), people=(person(**said),)).number}.1"


def test_a_person_is_added_with_a_charge_and_a_custody():
    case = booked()
    added = add_person(case.number, person(name="Chan Vanna"), acting(at=NOW + hours(1)))
    assert (added.key, added.name) == (f"{case.number}.2", "Chan Vanna")
    assert Charge.objects.filter(party=added).count() == Custody.objects.filter(party=added).count() == 1
    assert Case.objects.get().people == 2
    assert Act.objects.latest("pk").kind == "person.added"


def test_a_form_sent_twice_adds_one_person_and_another_person_is_not_lost():
    case = booked()
    for _ in range(2):
        assert add_person(case.number, person(name="Chan Vanna"), acting(), 2).number == 2
    assert Party.objects.count() == 2
    with pytest.raises(WrongState, match="Somebody else was added"):
        add_person(case.number, person(name="Kim Sopheap"), acting(), 2)


def test_who_is_added_wrongly_leaves_no_trace():
    case, before = booked(), Act.objects.count()
    with pytest.raises(Faulty) as error:
        add_person(case.number, person(name="", charge=None, guardian_of=7), acting())
    assert {fault.field for fault in error.value.faults} == {"person.name", "person.charge"}
    with pytest.raises(NotFound):
        add_person(case.number, person(), acting(OUTSIDER))
    for stranger in STRANGERS:
        with pytest.raises(NotAllowed):
            add_person(case.number, person(), acting(stranger))
    assert (Act.objects.count(), Party.objects.count()) == (before, 1)


def test_a_corrected_name_is_found_and_the_old_one_stays_in_the_act():
    party = key(name="Sok Dara")
    assert correct_person(party, "name", "Chan Vanna", WHY, acting()).name == "Chan Vanna"
    act = Act.objects.latest("pk")
    assert (act.kind, act.old["value"], act.new["value"]) == ("person.corrected", "Sok Dara", "Chan Vanna")
    assert set(NameKey.objects.values_list("sound", flat=True)) == {"cn", "vn", "cn vn"}


def test_a_corrected_birth_makes_a_minor():
    party = key()
    birth = contents.Birth(earliest=date(2010, 1, 1), latest=date(2010, 12, 31), known="year")
    assert correct_person(party, "birth", birth, WHY, acting()).minor
    assert Act.objects.latest("pk").old["value"]["earliest"] == "1999-03-04"


@pytest.mark.parametrize(
    ("field", "value"),
    [("sex", "female"), ("languages", ("km", "vi")), ("moved_for_work", True), ("moved_since", "2024-05-01"),
     ("address_province", "KH-17"), ("birth", None)],
)  # fmt: skip
def test_each_particular_can_be_corrected(field, value):
    party = key()
    correct_person(party, field, value, WHY, acting())
    assert Act.objects.latest("pk").kind == "person.corrected"


def test_what_cannot_be_corrected_so_is_refused_and_what_stands_is_no_act():
    party = key(sex="male")
    before = Act.objects.count()
    for field, value, reason in (("sex", "x", WHY), ("arrived", NOW, WHY), ("name", "Sok", "typo"), ("name", "", WHY)):
        with pytest.raises(Faulty):
            correct_person(party, field, value, reason, acting())
    correct_person(party, "sex", "male", WHY, acting())
    assert Act.objects.count() == before


def test_only_who_books_in_the_unit_corrects():
    party = key()
    with pytest.raises(NotFound):
        correct_person(party, "name", "Chan Vanna", WHY, acting(OUTSIDER))
    for stranger in STRANGERS:
        with pytest.raises(NotAllowed):
            correct_person(party, "name", "Chan Vanna", WHY, acting(stranger))


def test_a_merge_gives_both_records_the_least_key_and_is_taken_back():
    one, other = key(), key()
    merge(other, one, WHY, acting(SUPERVISOR))
    assert set(Party.objects.values_list("person", flat=True)) == {one}
    merge(one, other, WHY, acting(CHIEF))  # sent twice
    assert [act.kind for act in Act.objects.order_by("pk")][-1:] == ["person.merged"]
    assert Act.objects.filter(kind="person.merged").count() == 1
    unmerge(one, other, WHY, acting(SUPERVISOR))
    assert set(Party.objects.values_list("person", flat=True)) == {one, other}
    with pytest.raises(WrongState):
        unmerge(one, other, WHY, acting(SUPERVISOR))


def test_nobody_is_merged_without_a_reason_by_an_officer_or_over_the_unit():
    one, other = key(), key()
    with pytest.raises(Faulty):
        merge(one, other, "same", acting(SUPERVISOR))
    with pytest.raises(Faulty):
        merge(one, one, WHY, acting(SUPERVISOR))
    abroad = booked(acting(OUTSIDER), exhibits=(), officers=(), people=(person(),))
    with pytest.raises(NotFound):
        merge(one, f"{abroad.number}.1", WHY, acting(SUPERVISOR))
    for stranger in ("1001", *STRANGERS):
        for act in (merge, unmerge):
            with pytest.raises(NotAllowed):
                act(one, other, WHY, acting(stranger))
    assert not Merge.objects.exists()


def groups(names):
    found = {}
    for one, name in names.items():
        found.setdefault(name, set()).add(one)
    return {frozenset(group) for group in found.values()}


class Forest:
    """A plain union-find."""

    def __init__(self, keys):
        self.above = {one: one for one in keys}

    def root(self, one):
        while self.above[one] != one:
            one = self.above[one]
        return one

    def join(self, one, other):
        self.above[self.root(one)] = self.root(other)


STEPS = st.lists(st.tuples(st.booleans(), st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=12)


def test_after_any_merges_and_unmerges_who_is_one_person_follows_from_the_merges_that_stand():
    keys = [key(name=f"Sok {number}") for number in range(6)]

    @settings(max_examples=15, suppress_health_check=list(HealthCheck))
    @given(STEPS)
    def holds(steps):
        standing = set()
        for joins, first, second in steps:
            pair = tuple(sorted((keys[first], keys[second])))
            if first == second or (not joins and pair not in standing):
                continue
            (merge if joins else unmerge)(*pair, WHY, acting(SUPERVISOR))
            (standing.add if joins else standing.discard)(pair)
        forest = Forest(keys)
        for pair in standing:
            forest.join(*pair)
        now = dict(Party.objects.values_list("key", "person"))
        assert groups(now) == groups({one: forest.root(one) for one in keys})
        assert all(name == min(one for one in keys if now[one] == name) for name in now.values())
        for pair in standing:
            unmerge(*pair, WHY, acting(SUPERVISOR))

    holds()


def test_the_earlier_record_of_a_misspelt_name_is_offered_with_its_reasons():
    earlier, _other = key(name="Sok Dara"), key(name="Chan Vanna", property=())
    now = Party.objects.get(pk=key(name="Sokh Tara", property=()))
    (found,) = possible(now, acting())
    assert found.party.key == earlier
    assert any("Born on the same day" in says for says in found.reasons)
    merge(earlier, now.key, WHY, acting(SUPERVISOR))
    now.refresh_from_db()
    assert possible(now, acting()) == []


def test_records_of_other_units_are_offered_to_inspectors_alone():
    abroad = booked(acting(OUTSIDER), exhibits=(), officers=(), people=(person(),))
    here = Party.objects.get(pk=key())
    assert possible(here, acting()) == []
    assert [one.party.case_id for one in possible(here, acting("5001"))] == [abroad.number]


def test_merges_of_unknown_keys_name_them_too():
    assert persons(["c"], [("b", "a")]) == {"a": "a", "b": "a", "c": "c"}

"""Clients: written down, corrected, found by how a name sounds, held to be one and parted again; each read is kept."""

import re
from dataclasses import replace
from datetime import date

import pytest

from marga.care.acts.models import Act
from marga.care.clients.births import birth_of
from marga.care.clients.models import Client, ClientMerge, ClientRead
from marga.care.clients.queries import look, page
from marga.care.clients.services import correct_client, merge, open_client, part, person_of
from marga.care.requests.models import Request
from marga.care.screening.queries import is_adult
from marga.care.stays.offering import age_on
from marga.care.stays.services import end_stay
from marga.identity.ages import born_on, estimated
from marga.site.faults import Faulty
from marga.site.refusals import NotAllowed, NotFound, WrongState
from support.accounts import said
from support.care import NOW, acting, asked, born, centres, days, opened, person, signed_in_as, staying, waiting

pytestmark = pytest.mark.usefixtures("database")
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def there(database):
    centres()


def typed(**more):
    return {"name": "Sok Dara", "province": "KH-12", "sex": "male", "age": "30", **more}


def test_a_client_is_as_was_typed_and_only_the_province_must_be():
    who = person(guardian="An aunt", rule="Never call 012", flags=("injecting",), moved_for_work=True)
    assert person_of(open_client(who, acting())) == who
    assert person_of(open_client(person(name="", sex="", born=None, languages=()), acting())).name == ""


@pytest.mark.parametrize(("wrong", "field"), [
    ({"province": "moon"}, "province"), ({"sex": "x"}, "sex"), ({"citizenship": "x"}, "citizenship"),
    ({"languages": ("x",)}, "languages"), ({"flags": ("x",)}, "flags"),
    ({"moved_since": TODAY + days(2)}, "moved_since"),
    ({"born": born(-3)}, "born"), ({"name": "x" * 1001}, "name"),
])  # fmt: skip
def test_what_cannot_be_is_named_and_nobody_is_written_down(wrong, field):
    with pytest.raises(Faulty) as refused:
        opened(**wrong)
    assert [one.field for one in refused.value.faults] == [field]
    assert Client.objects.count() == 0


@pytest.mark.parametrize("does", [
    lambda number, who: correct_client(number, person(), who),
    lambda number, who: merge(number, number + "9", "x", who),
    lambda number, who: waiting(Client.objects.get(pk=number), who),
])  # fmt: skip
def test_a_client_of_another_centre_is_not_there(does):
    client = opened()
    before = Act.objects.count()
    with pytest.raises(NotFound):
        does(client.number, acting("far-manager"))
    for name in ("planner", "clerk", "inspector"):
        with pytest.raises(NotAllowed):
            does(client.number, acting(name))
    assert Act.objects.count() == before


def test_a_correction_changes_what_is_found_and_the_act_keeps_what_was():
    client = opened(name="Sok Dara")
    correct_client(client.number, person(name="Chan Sophea"), acting())
    assert [one.name for one in look("Chan Sophia", acting())] == ["Chan Sophea"]
    assert look("Sok Dara", acting()) == []
    act = Act.objects.get(kind="client.corrected")
    assert act.old["name"] != act.new["name"]


def test_a_correction_of_somebody_who_waits_changes_who_comes_first():
    wait = waiting()
    correct_client(wait.client_id, person(flags=("danger",)), acting())
    wait.refresh_from_db()
    assert (wait.urgency, wait.reasons) == (0, [0])
    count = Act.objects.filter(kind="wait.changed").count()
    correct_client(wait.client_id, person(flags=("danger",), name="Other"), acting())
    assert Act.objects.filter(kind="wait.changed").count() == count == 1


def test_an_age_that_is_known_about_stays_as_it_was_when_something_else_is_corrected():
    long_ago = TODAY - days(700)
    client = opened(born=estimated(30, 2, long_ago))
    browser = signed_in_as("intake")
    form = browser.get(f"/clients/{client.number}/correct/").content.decode()
    age = form.split('name="age" value="')[1].split('"')[0]
    assert browser.post(f"/clients/{client.number}/correct/", typed(name="Other", age=age)).status_code == 302
    client.refresh_from_db()
    assert birth_of(client) == estimated(30, 2, long_ago)
    browser.post(f"/clients/{client.number}/correct/", typed(name="Other", age="20"))
    client.refresh_from_db()
    assert birth_of(client) == estimated(20, 2, TODAY)


def test_no_birth_and_nothing_of_where_somebody_came_from_stands_in_the_clear():
    who = person(born=born_on(date(1994, 3, 17)), moved_for_work=True, moved_from="Svay Rieng",
                 moved_since=date(2023, 7, 9))  # fmt: skip
    client = open_client(who, acting())
    correct_client(client.number, replace(who, name="Other"), acting())
    client.refresh_from_db()
    assert person_of(client) == replace(who, name="Other")
    told = [
        str(Client.objects.values().get()),
        *(f"{act.old} {act.new}" for act in Act.objects.filter(about=client.pk)),
    ]
    assert len(told) == 3
    assert [one for one in told if re.search(r"\b(1994|03-17|2023|Svay Rieng)\b", one)] == []


def test_a_sealed_birth_does_not_show_how_well_it_is_known_nor_can_it_be_moved_to_another():
    exact, about = opened(born=born_on(date(1994, 3, 17))), opened(born=estimated(30, 2, TODAY))
    assert len(exact.born) == len(about.born)
    about.born = exact.born
    assert birth_of(about) is None
    assert opened(born=None).born == ""


def test_records_with_days_of_birth_that_cannot_be_one_persons_are_not_offered_as_one():
    day = TODAY.replace(year=1994)
    one, same = opened(born=born_on(day)), opened(born=born_on(day), sex="female")
    opened(born=born_on(day + days(3000)), sex="female")
    assert [found.key for found in page(one, acting()).likely] == [same.number]


def test_whoever_turns_18_within_the_year_is_a_child_until_the_day():
    birthday = TODAY.replace(year=TODAY.year - 18)
    grown, young = opened(born=born_on(birthday)), opened(born=born_on(birthday + days(1)))
    assert (age_on(grown, TODAY), age_on(young, TODAY), age_on(young, TODAY + days(1))) == (18, 17, 18)
    assert (is_adult(grown, acting()), is_adult(young, acting())) == (True, False)
    assert staying(grown).client == grown
    with pytest.raises(Faulty, match="18"):
        staying(young)


@pytest.mark.parametrize("written", ["Sok Dara", "sok  dara", "SOK DARA", "Sokh Dara"])
def test_a_client_is_found_by_number_and_by_how_the_name_sounds(written):
    client = opened(name="Sok Dara")
    opened(name="Heng Bopha")
    assert [one.client for one in look(written, acting())] == [client]
    assert [one.client for one in look(client.number, acting())] == [client]
    assert look(written, acting("far-manager")) == []


def test_two_records_are_held_to_be_one_and_parted_again():
    one, other = opened(), opened()
    assert [found.key for found in page(one, acting()).likely] == [other.number]
    merge(one.number, other.number, "The same scar.", acting())
    assert (page(one, acting()).merged, page(other, acting()).merged) == ([other.number], [one.number])
    with pytest.raises(WrongState):
        merge(other.number, one.number, "Again.", acting())
    part(other.number, one.number, "Two brothers.", acting())
    assert page(one, acting()).merged == []
    with pytest.raises(WrongState):
        part(one.number, other.number, "Again.", acting())
    merge(one.number, other.number, "After all.", acting())
    assert ClientMerge.objects.get().undone is None


def test_two_records_are_not_held_to_be_one_without_a_reason_nor_one_with_itself():
    one, other = opened(), opened()
    with pytest.raises(Faulty):
        merge(one.number, other.number, "  ", acting())
    with pytest.raises(WrongState):
        merge(one.number, one.number, "x", acting())
    assert not ClientMerge.objects.exists()


def test_every_page_that_shows_a_client_is_kept_as_a_read_and_shown():
    client, manager = opened(), signed_in_as("manager")
    stay = staying(client)
    for path in (f"/clients/{client.number}/", "/clients/?text=Sok+Dara", f"/stays/{stay.key}/"):
        assert manager.get(path).status_code == 200
    signed_in_as("inspector").get(f"/stays/{stay.key}/")
    reads = list(ClientRead.objects.order_by("pk").values_list("account", "client", "what"))
    assert reads == [("manager", client.number, "page"), ("manager", client.number, "search"),
                     ("manager", client.number, "page"), ("inspector", client.number, "page")]  # fmt: skip
    assert "inspector" in said(manager.get(f"/clients/{client.number}/")).split("Who read this")[1]


@pytest.mark.parametrize(("sex", "says"), [("male", "Who man, born"), ("female", "Who woman, born")])
def test_one_person_is_a_man_or_a_woman_and_not_the_word_for_all_of_them(sex, says):
    client = open_client(person(sex=sex), acting("intake"))
    page = signed_in_as("manager").get(f"/clients/{client.number}/")
    assert says in said(page)
    assert f'<span class="key">{client.number}</span>' in page.content.decode()  # no line breaks within it


def test_the_page_of_a_client_asks_the_same_number_of_questions_whatever_happened(django_assert_max_num_queries):
    client = opened()
    for number in range(4):
        opened(name="Sok Dara", other_names=f"Number {number}")
    wait = waiting(client)
    with django_assert_max_num_queries(14):
        found = page(client, acting())
    assert (found.wait, len(found.likely)) == (wait, 4)


def test_what_must_never_be_done_stands_first_on_the_page():
    client = opened(rule="Never call this number")
    shown = said(signed_in_as("physician").get(f"/clients/{client.number}/"))
    assert "Never Never call this number" in shown


def test_who_asked_twice_waits_since_they_asked_first_and_not_since_before_they_were_last_in_care():
    first, _code = asked()
    client = open_client(person(), acting("intake"), first.number)
    later, _code = asked()
    Request.objects.filter(pk=later.pk).update(client=client.number, asked=NOW + days(3), since=NOW.date() + days(3))
    assert f"/wait/?request={first.number}" in signed_in_as().get(f"/clients/{client.number}/").content.decode()
    stay = staying(client)
    end_stay(stay.key, "left", acting(at=NOW + days(2)))
    assert f"/wait/?request={later.number}" in signed_in_as().get(f"/clients/{client.number}/").content.decode()

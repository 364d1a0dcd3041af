"""Centres and wards: what is safe follows from them, and a centre closes only when everybody has a place elsewhere."""

from decimal import Decimal

import pytest

from marga.care import queries
from marga.care.acts.models import Act
from marga.care.centres import contents, services
from marga.care.centres.models import Census, Centre, Ward, Worker
from marga.care.centres.queries import ministry_list
from marga.care.requests.services import answer
from marga.care.requests.services import close as close_request
from marga.care.stays.models import Stay, Wait
from marga.care.stays.offers import refuse_offer
from marga.care.stays.services import Legal, begin_stay, end_stay
from marga.care.stays.waits import drop_wait
from marga.care.tasks import count_midnights
from marga.site.faults import Faulty
from marga.site.refusals import NotAllowed, NotFound, WrongState
from support.accounts import account, back, said
from support.care import (
    COMMUNITY,
    FAR,
    HOME,
    MEN,
    NOW,
    WORKERS,
    acting,
    asked,
    centre,
    centres,
    days,
    offered,
    opened,
    signed_in_as,
    staying,
    waiting,
    ward,
)  # fmt: skip

pytestmark = pytest.mark.usefixtures("database")
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def there(database):
    centres()


def typed(**more):
    return {"code": "KH-8-R1", "name": "A new centre", "province": "KH-8", "modality": "residential", "official": "10",
            "operational": "8", "emergency": "10", "opened": "2026-01-01", **more}  # fmt: skip


def test_what_is_safe_is_the_least_of_all_limits_and_follows_each_change():
    home = Centre.objects.get(pk=HOME)
    assert (home.safe, home.safe_by) == (7, "beds")
    assert services.set_staff(HOME, 1, acting("manager")).safe == 5
    assert Centre.objects.get(pk=HOME).safe_by == "staff"
    services.set_staff(HOME, 4, acting("manager"))
    men = Ward.objects.get(pk=MEN)
    services.set_ward(ward(HOME, area=men.area, beds=1).model_copy(update={"key": MEN}), acting("planner"))
    assert Centre.objects.get(pk=HOME).safe == 5


def test_a_new_centre_never_takes_the_place_of_another():
    with pytest.raises(Faulty) as refused:
        services.set_centre(centre(HOME, name="Other"), acting("planner"), new=True)
    assert [one.field for one in refused.value.faults] == ["code"]
    assert Centre.objects.get(pk=HOME).name != "Other"
    planner = signed_in_as("planner")
    assert "There is a centre" in said(back(planner, planner.post("/centres/new/", typed(code=HOME))))


@pytest.mark.parametrize("code", ["a b", "ក", "-x", "x--y", "../x", "a.b"])
def test_a_code_that_cannot_be_an_address_is_named_beside_its_field(code):
    planner = signed_in_as("planner")
    page = back(planner, planner.post("/centres/new/", typed(code=code)))
    assert "Write letters and digits" in said(page)
    assert "A new centre" in page.content.decode()
    assert Centre.objects.count() == 3


@pytest.mark.parametrize(("wrong", "field"), [
    ({"province": "moon"}, "province"), ({"modality": "prison"}, "modality"), ({"emergency": 6}, "emergency"),
    ({"staff": None}, "ratio"), ({"offers": ("wings",)}, "offers"), ({"replaced_by": "no"}, "replaced_by"),
])  # fmt: skip
def test_a_centre_that_cannot_be_is_named_and_left_out(wrong, field):
    before = Act.objects.count()
    with pytest.raises(Faulty) as refused:
        services.set_centre(centre("KH-8-R1", **wrong), acting("planner"))
    assert field in [one.field for one in refused.value.faults]
    assert Act.objects.count() == before


def test_a_manager_who_says_that_the_numbers_are_right_reads_them_first_and_by_the_name_of_the_centre():
    page = said(signed_in_as("manager").get(f"/centres/{HOME}/confirm/"))
    assert "0 people are present, and 7 are safe." in page
    assert f"Start Centre {HOME} The numbers are right" in page


def test_a_centre_is_changed_on_its_page_and_keeps_its_code():
    planner = signed_in_as("planner")
    sent = typed(code="KH-9-X", name="Renamed", province="KH-12", licence="6", staff="4", ratio="5", emergency="9")
    assert planner.post(f"/centres/{HOME}/change/", sent).url == f"/centres/{HOME}/"
    found = Centre.objects.get(pk=HOME)
    assert (found.name, found.safe, found.safe_by) == ("Renamed", 6, "licence")
    assert not Centre.objects.filter(pk="KH-9-X").exists()


def test_wards_are_added_one_after_the_other_and_changed_on_their_page():
    planner = signed_in_as("planner")
    sent = {"name": "Annex", "sexes": ["female"], "age_from": "18", "area": "20", "beds": "4", "open": "on"}
    assert planner.post(f"/centres/{HOME}/wards/new/", sent).status_code == 302
    made = Ward.objects.get(name="Annex")
    assert (made.pk, Centre.objects.get(pk=HOME).safe) == (f"{HOME}.4", 10)  # the licence
    assert planner.post(f"/centres/{HOME}/wards/{made.pk}/", {**sent, "open": "", "beds": "2"}).status_code == 302
    made.refresh_from_db()
    assert (made.open, made.beds, Centre.objects.get(pk=HOME).safe) == (False, 2, 7)
    assert planner.get(f"/centres/{FAR}/wards/{made.pk}/").status_code == 404


def test_a_ward_with_somebody_in_it_or_expected_is_not_closed():
    closed = ward(HOME, open=False).model_copy(update={"key": MEN})
    stay = staying()
    with pytest.raises(WrongState, match="Move them first"):
        services.set_ward(closed, acting("planner"))
    end_stay(stay.key, "completed", acting())
    offer = offered()
    with pytest.raises(WrongState, match="kept for somebody"):
        services.set_ward(closed, acting("planner"))
    refuse_offer(offer.key, False, acting())
    assert not services.set_ward(closed, acting("planner")).open


@pytest.mark.parametrize(("wrong", "field"), [
    ({"sexes": ()}, "sexes"), ({"sexes": ("x",)}, "sexes"), ({"age_to": 3}, "age_to"), ({"area": Decimal(9)}, "beds"),
])  # fmt: skip
def test_a_ward_that_cannot_be_is_named(wrong, field):
    with pytest.raises(Faulty) as refused:
        services.add_ward(ward(HOME, **wrong), acting("planner"))
    assert field in [one.field for one in refused.value.faults]
    assert Ward.objects.count() == 5


def test_a_centre_closes_only_when_everybody_has_a_place_or_an_answer_elsewhere():
    planner = acting("planner")
    near = acting("near-manager")
    stay, offer = staying(), offered(waiting(opened(near, name="Ly Vuthy"), near), MEN, near)
    wait, (request, _code) = waiting(opened(name="Kim Sreymom")), asked(centre=HOME)
    answer(request.number, "Somebody else has a place.", None, acting())
    steps = (
        ("1 people.*waiting list: 1.*somebody: 1.*requests: 1", lambda: end_stay(stay.key, "completed", acting())),
        (": 0 people.*waiting list: 1", lambda: drop_wait(wait.key, "gave_up", "She said so.", acting())),
        ("list: 0.*somebody: 1", lambda: refuse_offer(offer.key, True, acting("near-manager"))),
        ("somebody: 0.*requests: 1", lambda: close_request(request.number, "elsewhere", "She wrote so.", acting())),
    )
    for says, mend in steps:
        with pytest.raises(WrongState, match=says):
            services.close_centre(HOME, TODAY, planner)
        mend()
    assert services.close_centre(HOME, TODAY, planner).closed == TODAY
    with pytest.raises(NotFound):
        services.close_centre(HOME, TODAY, planner)
    with pytest.raises(NotFound):
        begin_stay(opened(name="Late", who=acting()).number, MEN, Legal("voluntary"), acting())


@pytest.mark.parametrize("off", [1, -4000])
def test_a_centre_closes_on_no_day_to_come_and_on_none_before_it_opened(off):
    with pytest.raises(Faulty):
        services.close_centre(FAR, TODAY + days(off), acting("planner"))
    assert Centre.objects.get(pk=FAR).closed is None


def test_only_the_ministry_writes_down_centres_and_only_a_manager_the_own_staff():
    before = Act.objects.count()
    for name in set(WORKERS) - {"planner"}:
        for does in (lambda who: services.set_centre(centre("KH-8-R1"), who),
                     lambda who: services.add_ward(ward(HOME), who),
                     lambda who: services.close_centre(FAR, TODAY, who)):  # fmt: skip
            with pytest.raises(NotAllowed):
                does(acting(name))
    for name in ("intake", "physician", "planner", "inspector"):
        with pytest.raises(NotAllowed):
            services.set_staff(HOME, 1, acting(name))
    for does in (lambda: services.set_staff(HOME, 1, acting("far-manager")),
                 lambda: services.confirm(HOME, acting("far-manager"))):  # fmt: skip
        with pytest.raises(NotFound):
            does()
    assert Act.objects.count() == before
    far = signed_in_as("far-manager")
    assert {far.get(f"/centres/{HOME}/{page}").status_code for page in ("", "staff/", "confirm/")} == {404}


def test_a_manager_confirms_that_the_numbers_are_right():
    assert services.confirm(HOME, acting("manager")).touched == NOW


def test_a_clerk_says_where_somebody_works_and_they_lose_it_again():
    account("new-intake", "intake")
    clerk = signed_in_as("clerk")
    sent = {"account": "new-intake", "centre": HOME, "working": "on"}
    assert clerk.post("/workers/new/", sent).status_code == 302
    assert Worker.objects.get(pk="new-intake").centre_id == HOME
    assert signed_in_as("new-intake").get("/today/").status_code == 200
    clerk.post("/workers/new/", {**sent, "working": ""})
    assert signed_in_as("new-intake").get("/today/").status_code == 403
    assert "There is no account" in said(back(clerk, clerk.post("/workers/new/", {"account": "nobody-here"})))


def test_an_account_that_works_nowhere_is_told_whom_to_ask():
    account("lost", "intake")
    account("lost-planner", "care-worker")
    services.set_worker(contents.WorkerSet(account="lost-planner", centre=None), acting("clerk"))
    for name in ("lost", "lost-planner"):
        page = signed_in_as(name).get("/today/")
        assert (page.status_code, "Ask the clerk" in said(page)) == (403, True)


def test_each_midnight_is_counted_once_with_who_was_there():
    stay = staying()
    staying(opened(name="Ly Vuthy"))
    Stay.objects.update(began=TODAY - days(3))
    assert services.count_census(TODAY - days(1)) == 3
    assert services.count_census(TODAY - days(1)) == 0
    Stay.objects.filter(pk=stay.pk).update(ended=TODAY - days(2))
    services.count_census(TODAY - days(2))
    found = dict(Census.objects.filter(centre=HOME).values_list("day", "present"))
    assert found == {TODAY - days(1): 2, TODAY - days(2): 1}
    count_midnights.call()
    assert Census.objects.filter(centre=HOME).count() == 2


def test_midnights_that_a_standstill_missed_are_counted_and_the_usual_wait_with_them():
    services.count_census(TODAY - days(6))
    count_midnights.call()
    assert Census.objects.filter(centre=HOME).count() >= 5
    for number in range(5):
        wait = waiting(opened(name=f"Client {number}"))
        Wait.objects.filter(pk=wait.pk).update(counts_from=TODAY - days(number))
        staying(wait.client, above_safe="danger" if number > 2 else "")
    services.count_census(TODAY)
    counted = Census.objects.get(centre=HOME, day=TODAY)
    assert (counted.present, counted.wait_half, counted.wait_most) == (5, 2, 4)


def test_the_ministry_s_list_begins_with_what_is_above_safe(django_assert_num_queries):
    for number in range(3):
        staying(opened(name=f"Client {number}"))
    services.set_staff(HOME, 0, acting("manager"))
    with django_assert_num_queries(3):
        lines = ministry_list()
    assert next((line.centre.code, line.present, str(line.fill)) for line in lines) == (HOME, 3, "above-safe")
    assert {line.centre.code for line in lines} == {HOME, COMMUNITY, FAR}
    day = queries.day_of_inspector(acting("inspector"))
    assert [line.centre.code for line in day.full] == [HOME]

"""A centre's list is taken over whole or not at all, each fault is named, and the same file twice changes nothing."""

import pytest

from marga.care.acts.models import Act
from marga.care.acts.replaying import differences
from marga.care.clients.models import Client
from marga.care.clients.services import correct_client, person_of
from marga.care.exchange.importing import columns, import_list
from marga.care.stays.models import Stay
from marga.site.refusals import NotAllowed
from support.accounts import account, said, signed_in
from support.care_placing import A, B, centre, manager, planner

pytestmark = pytest.mark.usefixtures("database")
HEAD = "ref,name,sex,age,province,ward,began,route,basis,until,court\n"
ONE = f"17,Sok Dara,male,24,KH-12,{A}.1,2026-10-02,family,voluntary,,\n"
OTHER = f"18,Chan Vuthy,male,31,KH-8,{A}.1,2026-11-01,court,court,2026-12-24,Phnom Penh 12/26\n"


@pytest.fixture(autouse=True)
def two_centres(database):
    centre(A, 3), centre(B, 3)


def given(text, who=None, *, dry_run=False):
    return import_list(text.encode(), who or manager(), dry_run=dry_run)


def wrong(text):
    before = Act.objects.count()
    found = given(text).wrong
    assert (Client.objects.count(), Act.objects.count()) == (0, before)
    return [(one.line, one.column, one.value) for one in found]


def test_everybody_of_a_list_is_written_down_since_the_day_they_came():
    outcome = given(HEAD + ONE + OTHER)
    assert (outcome.made, outcome.known, outcome.wrong) == (2, 0, [])
    first, second = Stay.objects.order_by("began")
    assert (str(first.began), first.basis, str(second.basis_until)) == ("2026-10-02", "voluntary", "2026-12-24")
    assert [first.route, second.route] == ["family", "court"]
    assert person_of(first.client).name == "Sok Dara"
    assert list(differences()) == []


def test_the_same_list_twice_changes_nothing_and_a_longer_one_adds_who_is_new():
    given(HEAD + ONE)
    acts = Act.objects.count()
    assert given(HEAD + ONE).known == 1
    assert Act.objects.count() == acts
    outcome = given(HEAD + ONE + OTHER)
    assert (outcome.made, outcome.known) == (1, 1)


def test_who_was_corrected_since_is_known_again_all_the_same():
    given(HEAD + ONE)
    client = Client.objects.get()
    correct_client(client.number, person_of(client), manager())
    assert given(HEAD + ONE).known == 1


def test_a_number_of_another_centre_is_another_person():
    given(HEAD + ONE)
    assert given(HEAD + ONE.replace(f"{A}.1", f"{B}.1"), manager(B)).made == 1


def test_a_dry_run_writes_nothing_and_says_what_would_be_done():
    outcome = given(HEAD + ONE + OTHER, dry_run=True)
    assert (outcome.made, Client.objects.count(), Stay.objects.count()) == (2, 0, 0)


@pytest.mark.parametrize(
    ("line", "place"),
    [
        (ONE.replace("male", "man"), (2, "sex", "man")), (ONE.replace("KH-12,", "KH-99,"), (2, "province", "KH-99")),
        (ONE.replace("2026-10-02", "2.10.26"), (2, "began", "2.10.26")),
        (ONE.replace(",24,", ",young,"), (2, "age", "young")),
        (ONE.replace(f"{A}.1", f"{B}.1"), (2, "ward", f"{B}.1")), (ONE.replace("17,", ","), (2, "ref", "")),
        (ONE.replace("voluntary", "court"), (2, "basis", "court")), (ONE.replace("family", ""), (2, "route", "")),
        (ONE.replace("2026-10-02", "2027-10-02"), (2, "began", "2027-10-02")),
    ],
)  # fmt: skip
def test_a_fault_names_its_line_its_column_and_what_stands_there(line, place):
    assert place in wrong(HEAD + line)


def test_one_wrong_line_keeps_all_others_back():
    assert wrong(HEAD + ONE + OTHER.replace("male", "man")) == [(3, "sex", "man")]


def test_two_lines_of_one_number_and_columns_that_are_none_are_told():
    assert wrong(HEAD + ONE + ONE.replace("Sok", "Chan")) == [(3, "ref", "17")]
    assert wrong(HEAD.replace("court", "colour") + ONE)[0][:2] == (1, "colour")
    assert wrong("name,sex\nx,male\n")[0][0] == 1
    assert wrong("ref;name\n17;x\n")[0][0] == 1


def test_a_list_cannot_fill_a_centre_above_what_is_safe():
    lines = "".join(ONE.replace("17,", f"{number},") for number in range(4))
    assert wrong(HEAD + lines) == [(5, "above_safe", "")]


def test_a_file_that_is_no_text_is_told_and_not_guessed():
    found = import_list(HEAD.encode() + b"17,\xff\n", manager(), dry_run=False).wrong
    assert (found[0].line, "UTF-8" in found[0].says) == (2, True)


def test_only_a_manager_takes_over_a_list():
    with pytest.raises(NotAllowed):
        given(HEAD + ONE, planner())
    assert Client.objects.count() == 0


def test_the_page_checks_first_and_names_every_column(tmp_path):
    from marga.care.acts.services import Acting
    from marga.care.centres.contents import WorkerSet
    from marga.care.centres.services import set_worker

    browser = signed_in(account("boss", "manager"))
    set_worker(WorkerSet(account="boss", centre=A), Acting("clerk", "", ("clerk",), manager().clock))
    page = browser.get("/import/")
    assert all(name in said(page) for name, _means, _must in columns())
    path = tmp_path / "list.csv"
    path.write_text(HEAD + ONE)
    with path.open() as file:
        checked = browser.post("/import/", {"file": file})
    assert (checked.status_code, Client.objects.count()) == (200, 0)
    with path.open() as file:
        browser.post("/import/", {"file": file, "write_down": "on"})
    assert Client.objects.count() == 1
    path.write_text(HEAD + ONE.replace("17,", "19,").replace("male", "man"))
    with path.open() as file:
        refused = browser.post("/import/", {"file": file, "write_down": "on"})
    assert refused.status_code == 422
    assert "Line 2, sex “man”" in said(refused)

"""Each role, each page: who may not use it is refused, whatever they send, and nothing breaks."""

import pytest
from django.test import Client

from marga.care.acts.models import Act
from marga.care.roles import ROLES
from marga.site.accounts.models import Account
from marga.site.roles import may, open_names_of
from support.addresses import every_address
from support.care import HOME, MEN, WORKERS, signed_in_as
from support.care_lived import SECRETS, filled, lived_in

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
#: For whoever is signed in, whatever their role.
ANY_ACCOUNT = {"front", "my-account", "my-password", "my-second-factor", "sign-out-everywhere"}
BY_ROLE = {role: name for name, (role, _centre) in reversed(WORKERS.items())}
#: Something that most forms take.
TYPED = {"reason": "x", "text": "x", "why": "gave_up", "ward": MEN, "basis": "voluntary", "decision": "goes_on",
         "day": "x", "code": HOME, "note": "x", "kinds": "residential", "staff": "-1", "begun": "2026-13-45",
         "ended": "2000-01-01"}  # fmt: skip
#: How the addresses begin that are about somebody.
OF_SOMEBODY = {"clients", "requests", "waits", "offers", "stays", "screenings", "assessments", "appeals", "incidents",
               "consents", "orders", "packets", "tell"}  # fmt: skip


@pytest.fixture
def lived(database):
    return lived_in()


def closed(lived):
    """Every closed page: its path, and the permission that it asks for."""
    for one, path in filled(lived):
        if one.name not in open_names_of("care") | ANY_ACCOUNT:
            yield path, one.pattern.callback.needs


def body(answer):
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode(errors="replace")


def test_the_walk_goes_to_every_page(lived):
    paths = {path for path, _needs in closed(lived)}
    assert len(paths) > 40
    assert {one.name for one in every_address("marga.care.urls")} == {one.name for one, _path in filled(lived)}
    assert set(BY_ROLE) == set(ROLES)


def test_who_is_not_signed_in_is_asked_to_and_nothing_happens(lived):
    before, stranger = Act.objects.count(), Client(raise_request_exception=False)
    for path, _needs in closed(lived):
        answer = stranger.get(path)
        assert (answer.status_code, answer.url.startswith("/sign-in/")) == (302, True), path
        assert stranger.post(path, TYPED).status_code == 401, path
    assert Act.objects.count() == before


@pytest.mark.parametrize("role", ROLES)
def test_a_role_is_refused_everything_that_it_may_not_do(lived, role):
    client, account = signed_in_as(BY_ROLE[role]), Account(name="x", roles=[role])
    before = Act.objects.count()
    refused = [path for path, needs in closed(lived) if not may(account, needs)]
    assert refused
    for path in refused:
        answers = [client.get(path), client.post(path, TYPED)]
        codes = [one.status_code for one in answers]
        assert 403 in codes, (path, codes)
        assert set(codes) <= {403, 405}, (path, codes)
        assert not [secret for one in answers for secret in SECRETS if secret in body(one)], path
    assert Act.objects.count() == before


@pytest.mark.parametrize("role", ROLES)
def test_nothing_that_a_role_may_open_or_send_breaks(lived, role):
    client, account = signed_in_as(BY_ROLE[role]), Account(name="x", roles=[role])
    for path, needs in closed(lived):
        if may(account, needs):
            answer = client.get(path)
            assert answer.status_code < 500, path
            if answer.status_code == 200:
                assert role != "manager" or len(answer.content) < 60_000, path
            for sent in ({}, TYPED):
                assert client.post(path, sent).status_code < 500, (path, sent)


@pytest.mark.parametrize("name", ["far-manager", "near-manager"])
def test_who_works_at_another_centre_reads_nobody_of_this_one(lived, name):
    client = signed_in_as(name)
    for one, path in filled(lived):
        if one.name in open_names_of("care") | ANY_ACCOUNT or path.split("/")[1] not in OF_SOMEBODY:
            continue
        for answer in (client.get(path), client.post(path, {**TYPED, "reason": ""})):
            assert not [secret for secret in SECRETS if secret in body(answer)], path
            for number in (lived.client, lived.treated.client):
                assert number not in body(answer) or number in path, path


def test_every_open_page_answers_a_stranger(lived):
    stranger = Client(raise_request_exception=False)
    for one, path in filled(lived):
        if one.name in open_names_of("care"):
            for answer in (stranger.get(path), stranger.post(path, TYPED), stranger.get("/km" + path)):
                assert answer.status_code < 500, path
                assert not [secret for secret in SECRETS if secret in body(answer)], path

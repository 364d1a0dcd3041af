"""Each role, each page and call: who may not use it is refused, whatever they send, and nothing breaks."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from marga.enforcement.acts.models import Act
from marga.enforcement.exchange.api import api
from marga.enforcement.roles import ROLES
from marga.site.accounts.models import Account
from marga.site.roles import may, open_names_of
from support.addresses import every_address
from support.lived import SECRETS, filled, lived_in
from support.register import OFFICERS, signed_in_as

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
#: For whoever is signed in, whatever their role.
ANY_ACCOUNT = {"front", "my-account", "my-password", "my-second-factor", "sign-out-everywhere"}
BY_ROLE = {roles[0]: number for number, (_rank, _unit, roles) in reversed(OFFICERS.items())}
CALLS = [(f"/api{path}", method.lower(), operation.auth_callbacks[0].needs)
         for _prefix, router in api._routers for path, view in router.path_operations.items()
         for operation in view.operations for method in operation.methods]  # fmt: skip


@pytest.fixture
def case(database):
    return lived_in()


def closed(case):
    """Every closed page: its path, and the permission that it asks for."""
    for one, path in filled(case):
        if one.name not in open_names_of("enforcement") | ANY_ACCOUNT:
            yield path, one.pattern.callback.needs


def body(answer):
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode(errors="replace")


def of(path, case):
    """The address of a call, with keys of the case in its gaps."""
    return path.replace("{path:number}", case).replace("{path:key}", f"{case}.1")


def test_the_walk_goes_to_every_page_and_call(case):
    paths = {path for path, _needs in closed(case)}
    names = {one.name for one, _path in filled(case)}
    assert len(paths) > 80
    assert {one.name for one in every_address("marga.enforcement.urls") if not one.path.startswith("/api/")} == names
    assert {path for path, _method, _needs in CALLS} == {
        "/api/bookings", "/api/import", "/api/cases", "/api/cases/{path:number}", "/api/cases/{path:number}/exhibits",
        "/api/people/{path:key}/property", "/api/people/{path:key}/charges"}  # fmt: skip
    assert set(BY_ROLE) == set(ROLES)


def test_who_is_not_signed_in_is_asked_to_and_nothing_happens(case):
    before, stranger = Act.objects.count(), Client(raise_request_exception=False)
    for path, _needs in closed(case):
        answer = stranger.get(path)
        assert (answer.status_code, answer.url.startswith("/sign-in/")) == (302, True), path
        assert stranger.post(path, {"reason": "x"}).status_code == 401, path
    for path, method, _needs in CALLS:
        assert getattr(stranger, method)(of(path, case)).status_code == 401, path
    assert Act.objects.count() == before


@pytest.mark.parametrize("role", ROLES)
def test_a_role_is_refused_everything_that_it_may_not_do(case, role):
    client, account = signed_in_as(BY_ROLE[role]), Account(name="x", roles=[role])
    before = Act.objects.count()
    refused = [path for path, needs in closed(case) if not may(account, needs)]
    assert refused
    for path in refused:
        answers = [client.get(path), client.post(path, {"reason": "Because I say so."})]
        codes = [one.status_code for one in answers]
        assert 403 in codes, (path, codes)
        assert set(codes) <= {403, 405}, (path, codes)
        assert not [secret for one in answers for secret in SECRETS if secret in body(one)], path
    for path, method, needs in CALLS:
        if not may(account, needs):
            whole = of(path, case)
            answer = client.generic(method.upper(), whole, b"{", content_type="application/json")
            assert answer.status_code == 403, path
    assert Act.objects.count() == before


@pytest.mark.parametrize("role", ROLES)
def test_nothing_that_a_role_may_open_or_send_breaks(case, role):
    client, account = signed_in_as(BY_ROLE[role]), Account(name="x", roles=[role])
    for path, needs in closed(case):
        if may(account, needs):
            for answer in (client.get(path), client.post(path, {}), client.post(path, {"reason": "x", "round": "-1"})):
                assert answer.status_code < 500, (path, answer.status_code)


def test_nobody_is_let_in_by_a_permission_that_no_role_has(case):
    for _path, needs in closed(case):
        assert not may(AnonymousUser(), needs)

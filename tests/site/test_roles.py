"""Roles: what each allows, on the page and in the service alike."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.template import Context, engines

from marga.authority.roles import ROLES
from marga.site import roles
from marga.site.accounts.models import Account
from marga.site.environment import existing_sides
from marga.site.refusals import NotAllowed
from marga.site.roles import MANAGE_ACCOUNTS, Operator, check_may, may, needs

STATISTICIAN = Account(name="s", roles=["statistician"])
ADMINISTRATOR = Account(name="a", roles=["administrator"])
BOTH = Account(name="b", roles=["administrator", "statistician"])
CONTENT = ROLES["statistician"].permissions


@pytest.mark.parametrize("permission", CONTENT)
def test_the_content_is_the_statisticians_and_no_administrators(permission):
    assert may(STATISTICIAN, permission)
    assert not may(ADMINISTRATOR, permission)
    assert may(BOTH, permission)


def test_accounts_are_the_administrators_and_no_statisticians():
    assert may(ADMINISTRATOR, MANAGE_ACCOUNTS)
    assert not may(STATISTICIAN, MANAGE_ACCOUNTS)


@pytest.mark.parametrize("user", [AnonymousUser(), Account(name="n", roles=[]), Account(name="o", roles=["king"])])
def test_who_has_no_role_of_this_side_may_nothing(user):
    assert not any(may(user, permission) for permission in (*CONTENT, MANAGE_ACCOUNTS))


def test_the_command_line_manages_accounts_and_nothing_else():
    assert may(Operator(), MANAGE_ACCOUNTS)
    assert not any(may(Operator(), permission) for permission in CONTENT)


def test_a_slip_of_the_pen_in_a_permission_is_no_refusal():
    with pytest.raises(LookupError, match=r"authority\.publsh"):
        may(STATISTICIAN, "authority.publsh")


def test_no_database_is_asked():
    assert may(STATISTICIAN, "authority.collect")  # pytest-django would fail the test at the first question


def test_a_refusal_says_which_role_it_needs():
    with pytest.raises(NotAllowed, match=r"It needs the role Statistician: ask"):
        check_may(ADMINISTRATOR, "authority.publish")
    check_may(STATISTICIAN, "authority.publish")


def test_a_view_lets_through_who_may_and_says_what_it_needs():
    @needs("authority.publish")
    def publish(request: HttpRequest, name: str) -> HttpResponse:
        return HttpResponse(name)

    request = HttpRequest()
    request.user = STATISTICIAN
    assert publish(request, name="B-1").content == b"B-1"
    request.user = ADMINISTRATOR
    with pytest.raises(NotAllowed):
        publish(request, name="B-1")
    assert vars(publish)["needs"] == "authority.publish"


@pytest.mark.parametrize(("user", "shown"), [(STATISTICIAN, "Publish"), (ADMINISTRATOR, ""), (None, "")])
def test_the_button_of_a_template_asks_what_the_service_asks(user, shown):
    button = '{% load roles %}{% may "authority.publish" as can %}{% if can %}Publish{% endif %}'
    request = HttpRequest()
    if user:
        request.user = user
    template = engines["django"].from_string(button).template
    assert template.render(Context({"request": request})) == shown


@pytest.mark.parametrize("side", existing_sides())
def test_every_side_has_someone_who_looks_after_accounts_and_says_what_each_role_is_for(side):
    declared = roles.roles_of(side)
    assert any(MANAGE_ACCOUNTS in role.permissions for role in declared.values())
    for name, role in declared.items():
        assert name == name.lower()
        assert str(role.label)
        assert str(role.does).endswith(".")
        assert all(one == MANAGE_ACCOUNTS or one.startswith(f"{side}.") for one in role.permissions)


def test_a_side_without_a_list_has_no_roles_and_opens_only_what_every_side_has(monkeypatch):
    monkeypatch.setattr(roles, "find_spec", lambda _name: None)
    assert roles.roles_of("new") == {}
    assert roles.open_names_of("new") == roles.OPEN_EVERYWHERE

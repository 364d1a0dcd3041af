"""Whatever is sent to whichever address of care, by whoever may send it: nothing breaks, and nothing is done."""

from urllib.parse import quote

import pytest
from django.test import Client as Browser

from marga.care.acts.models import Act
from marga.care.roles import ROLES
from marga.site.accounts.models import Account
from marga.site.roles import may, open_names_of
from support.addresses import SAMPLES
from support.care import FAR, HOME, WORKERS, signed_in_as
from support.care_lived import filled, lived_in
from support.junk import JUNK, form_of, posts

BY_ROLE = {role: name for name, (role, _centre) in reversed(WORKERS.items())}
NOBODY = "nobody"
#: Who may use one page or another; what they may is all that somebody may.
WALKERS = (NOBODY, "manager", "physician", "planner", "clerk", "inspector")
#: What no field asks for, also of a centre that is none or far away.
SENT = (*JUNK, f"{HOME}.99", FAR)
#: Of that, what may stand in an address and is not refused before it is looked at.
IN_AN_ADDRESS = ("\x00", "x" * 5001, "' OR 1=1 --", "000-000-000.c1", "9" * 400)
#: Addresses where what is sent says nothing more: that it is sent is the act.
SENDING_IS_ENOUGH = {"client-code", "consent-witness", "consent-revoke", "order-confirm", "centre-confirm",
                     "request-take", "stay-leave", "offer-refuse", "screening-check", "assessment-check"}  # fmt: skip
#: For whoever is signed in, whatever their role; and signing in. `tests/site/accounts` sends these what it may.
OF_ANY_ACCOUNT = {"my-account", "my-password", "my-second-factor", "sign-out-everywhere"}
#: Names that are read from the address, or from what is sent beside a form.
BESIDE = ("again", "request", "centre", "text", "province", "after", "page", "place", "consent", "leave", "next", "day")


@pytest.fixture
def lived(database):
    return lived_in()


def browser_of(who, lived):
    """A browser in which somebody is signed in; or in which a request and a record are open, by their codes."""
    if who != NOBODY:
        return signed_in_as(BY_ROLE[who])
    browser = Browser(raise_request_exception=False)
    assert browser.post("/follow/", {"code": lived.codes[0]}).url == "/answer/"
    assert browser.post("/own/", {"code": lived.treated.codes[0]}).url == "/own/record/"
    return browser


def pages_of(who, lived):
    """Each address that they may use: its name and a path."""
    account = Account(name="x", roles=[who])
    for one, path in filled(lived):
        is_open = one.name in open_names_of("care")
        needs = getattr(one.pattern.callback, "needs", None)
        if is_open if who == NOBODY else not is_open and needs is not None and may(account, needs):
            yield one, path


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_walk_goes_to_every_address(lived):
    every = {one.name for one, _path in filled(lived)}
    assert {one.name for who in WALKERS for one, _path in pages_of(who, lived)} == every - OF_ANY_ACCOUNT
    assert {one.name for who in (NOBODY, *ROLES) for one, _path in pages_of(who, lived)} == every - OF_ANY_ACCOUNT


@pytest.mark.parametrize("who", [NOBODY, *ROLES])
def test_junk_in_a_form_breaks_nothing_and_does_nothing(lived, who):
    browser, done = browser_of(who, lived), set()
    for one, path in pages_of(who, lived):
        before, form = Act.objects.count(), form_of(browser, path)
        posts(browser, path, form, BESIDE, SENT)
        if Act.objects.count() != before:
            done.add(one.name)
            browser = browser_of(who, lived)
    assert done <= SENDING_IS_ENOUGH


def spoilt_paths(one, path, junk):
    """The path with junk in one gap after the other."""
    parts = path.split("/")
    for place, part in enumerate(one.path.split("/")):
        if part in SAMPLES.values():
            yield "/".join([*parts[:place], junk, *parts[place + 1 :]])


@pytest.mark.parametrize("who", WALKERS)
def test_junk_in_an_address_breaks_nothing_and_does_nothing(lived, who):
    browser, before = browser_of(who, lived), Act.objects.count()
    for one, path in pages_of(who, lived):
        for junk in IN_AN_ADDRESS:
            answers = [browser.get(f"{path}?{'&'.join(f'{name}={quote(junk)}' for name in BESIDE)}")]
            for spoilt in spoilt_paths(one, path, quote(junk, safe="")):
                answers += [browser.get(spoilt), browser.post(spoilt, {"reason": "x"})]
            assert max(answer.status_code for answer in answers) < 500, (path, junk)
    assert Act.objects.count() == before

"""Screening a client: each answer is kept at once, and the whole is entered when all are there."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from marga.care.access import client_for, clients
from marga.care.acts.services import Acting, record
from marga.care.clients.births import birth_of
from marga.care.clients.models import Client
from marga.care.days import today
from marga.care.drafts import services as drafts
from marga.care.national import clinical
from marga.care.sealing import seal
from marga.care.stays.offering import age_on
from marga.country import gettext_noop, say, write
from marga.screening import Answer, Item, Question, Result, ScreeningError, Skips, Substance, check_age, score, settled
from marga.site.faults import Fault, refuse
from marga.site.refusals import NotFound, WrongState
from marga.site.roles import check_may
from marga.site.writing import writer

from . import contents
from .models import Screening

WHAT = "screening"
MOST_LETTERS = 60
OTHER = Item(Question.EVER, Substance.OTHER)


@dataclass(frozen=True, slots=True)
class Given:
    """What was answered so far. `other`: which substance is meant by "other"."""

    answers: dict[Item, Answer]
    other: str = ""


def skips() -> Skips:
    """What the country leaves out."""
    said = clinical().screening
    return Skips(unused=said.unused, no_drug=said.no_drug)


def given(number: str, who: Acting) -> Given:
    """What the worker has of this client so far. Raises NotFound, NotAllowed."""
    typed = drafts.typed(number, who, WHAT)
    answers = {read_item(name): Answer(value) for name, value in typed.get("answers", {}).items()}
    return Given(answers, typed.get("other", ""))


def answer(number: str, item: Item, value: str, who: Acting, *, other: str = "") -> Given:
    """Keep one answer; `other`: the name of the other substance, with its first question. Raises Faulty, WrongState for
    whoever is no adult, NotFound, NotAllowed."""
    check_may(who, "care.treat")
    with transaction.atomic():
        check_adult(client_for(who, number, lock=True), who)
        before = given(number, who)
        answers = {**before.answers, item: _answer(value)}
        _settled(answers)
        name = other.strip()[:MOST_LETTERS] if item == OTHER else before.other
        if item == OTHER and value == Answer.YES and not name:
            refuse([Fault("other", say(gettext_noop("Write which substance is meant.")))])
        drafts.keep(number, who, WHAT, {"answers": _plain(answers), "other": name})
        return Given(answers, name)


def finish(number: str, who: Acting) -> Screening:
    """Enter the screening. Raises WrongState while an answer is missing and for whoever is no adult, NotFound,
    NotAllowed."""
    check_may(who, "care.treat")
    with transaction.atomic():
        client = client_for(who, number, lock=True)
        check_adult(client, who)
        said = given(number, who)
        try:
            result = score(said.answers, skips())
        except ScreeningError as error:
            raise WrongState(write(error.says, writer())) from error
        key = f"{number}.s{client.screenings.count() + 1}"
        told = contents.ClientScreened(
            client=number, day=today(who), answers=_sealed_answers(said, key),
            result=seal(json.dumps(_result(result, said.other), sort_keys=True), "screening.result", key),
        )  # fmt: skip
        record("client.screened", who, told, about=key)
        drafts.drop(number, who, WHAT)
        return Screening.objects.get(pk=key)


def throw_away(number: str, who: Acting) -> None:
    """Forget what was answered and not entered. Raises NotFound, NotAllowed."""
    check_may(who, "care.treat")
    client_for(who, number)
    drafts.drop(number, who, WHAT)


def check_adult(client: Client, who: Acting) -> None:
    """Raises WrongState for whoever may be under age, and while nobody has written how old they are."""
    if birth_of(client) is None:
        raise WrongState(_("Write down the client’s birth or about how old they are first: these questions are for "
                           "adults only."))  # fmt: skip
    try:
        check_age(age_on(client, today(who)))
    except ScreeningError as error:
        raise WrongState(write(error.says, writer())) from error


def screening_for(who: Acting, key: str) -> Screening:
    """A screening of a client that somebody treats. Raises NotFound, NotAllowed."""
    check_may(who, "care.treat")
    found = Screening.objects.filter(pk=key, client__in=clients(who)).select_related("client", "centre").first()
    if found is None:
        raise NotFound(_("There is no screening {number} at your centre.").format(number=key))
    return found


def written(item: Item) -> str:
    """An item as it stands in an address and in a record: "2-cannabis"; "8" for the one that is asked once."""
    return f"{int(item.question)}-{item.substance}" if item.substance else str(int(item.question))


def read_item(text: str) -> Item:
    """The item of such a text. Raises NotFound."""
    number, _hyphen, name = text.partition("-")
    try:
        item = Item(Question(int(number)), Substance(name) if name else None)
    except ValueError:
        item = None
    if item is None or (item.substance is None) != (item.question is Question.INJECTED):
        raise NotFound(_("There is no such question."))
    return item


def _answer(value: str) -> Answer:
    if value not in list(Answer):
        refuse([Fault("answer", say(gettext_noop("Choose one of the answers.")))])
    return Answer(value)


def _settled(answers: dict[Item, Answer]) -> None:
    try:
        settled(answers, skips())
    except ScreeningError as error:
        refuse([Fault("answer", error.says)])


def _plain(answers: dict[Item, Answer]) -> dict[str, str]:
    return {written(item): str(value) for item, value in answers.items()}


def _sealed_answers(said: Given, key: str) -> str:
    counted = {"answers": _plain(settled(said.answers, skips())), "other": said.other}
    return seal(json.dumps(counted, sort_keys=True), "screening.answers", key)


def _result(result: Result, other: str) -> dict[str, object]:
    """A result as it is kept: with the skips by which it was asked, for a reader who knows others."""
    return {
        "outcomes": [[one.substance, one.points, one.most, one.risk] for one in result.outcomes],
        "injected": result.injected, "fuller": result.fuller, "other": other,
        "skips": [skips().unused, skips().no_drug],
    }  # fmt: skip

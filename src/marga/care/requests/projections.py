"""What stands since an act with a request."""

from __future__ import annotations

from django.db.models.functions import Coalesce
from django.utils.translation import gettext_noop

from marga.care.acts.models import Act
from marga.site.acts.kinds import kind

from . import contents
from .models import Message, Request


@kind("request.made", "request", gettext_noop("help was asked for"), contents.RequestMade)
def request_made(act: Act, told: contents.RequestMade) -> None:
    """A request waits for an answer."""
    said = told.model_dump(exclude={"code", "centre"})
    said |= {"languages": list(told.languages), "flags": list(told.flags)}
    Request.objects.create(**said, code=bytes.fromhex(told.code), centre_id=told.centre, asked=act.at,
                           unanswered=act.at)  # fmt: skip


@kind("request.taken", "request", gettext_noop("a centre took the request"), contents.RequestTaken)
def request_taken(act: Act, told: contents.RequestTaken) -> None:
    """A centre looks after it."""
    Request.objects.filter(pk=act.about).update(centre=told.centre, taken=act.at)


@kind("request.answered", "request", gettext_noop("the request was answered"), contents.RequestAnswered)
def request_answered(act: Act, told: contents.RequestAnswered) -> None:
    """The first answer is the one whose time counts."""
    Message.objects.create(request_id=act.about, number=told.number, from_asker=False, by=act.by, at=act.at,
                           text=told.text)  # fmt: skip
    found = Request.objects.filter(pk=act.about)
    days = {"days_from": told.days_from, "days_to": told.days_to} if told.days_to is not None else {}
    found.update(answered=Coalesce("answered", act.at), unanswered=None, **days)


@kind("message.sent", "message", gettext_noop("a message was sent"), contents.MessageSent)
def message_sent(act: Act, told: contents.MessageSent) -> None:
    """One more message."""
    Message.objects.create(request_id=act.about, by=act.by, at=act.at, **told.model_dump())
    waits = Coalesce("unanswered", act.at) if told.from_asker else None
    Request.objects.filter(pk=act.about).update(unanswered=waits)


@kind("request.opened", "request", gettext_noop("the request became a client’s"), contents.RequestOpened)
def request_opened(act: Act, told: contents.RequestOpened) -> None:
    """It is a client's."""
    Request.objects.filter(pk=act.about).update(client=told.client)


@kind("request.closed", "request", gettext_noop("the request was closed"), contents.RequestClosed)
def request_closed(act: Act, told: contents.RequestClosed) -> None:
    """Nothing more is to be done."""
    Request.objects.filter(pk=act.about).update(closed=act.at, closed_why=told.why, unanswered=None)

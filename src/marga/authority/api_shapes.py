"""What every part of the authority's API shares: the shape of errors, the language, answers with a tag, CSV."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.views.decorators.http import condition
from django.views.decorators.vary import vary_on_headers
from ninja import Field, Schema, Status
from ninja.decorators import decorate_view

from marga.site import logs


class FaultOut(Schema):
    """One fault: its place in what was sent, and what to write instead."""

    place: str
    says: str


class ErrorOut(Schema):
    """Why a request was not answered."""

    error: str
    faults: list[FaultOut] = Field(default_factory=list)
    reference: str = Field(default_factory=lambda: logs.reference.get(), description="The code of this request.")


class Language(Schema):
    """The language of sentences."""

    language: str = "en"


def tagged(tag: Callable[[], str]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Answer 304 where the client has the answer with this tag already."""
    return decorate_view(condition(etag_func=lambda _request, *_args, **_named: tag()))


def tagged_by_kind(tag: Callable[[], str]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """As `tagged`, for what may be CSV or JSON: the two are two answers."""

    def of(request: HttpRequest, *_args: Any, **_named: Any) -> str:
        return f'{tag()[:-1]}-csv"' if wants_csv(request) else tag()

    return decorate_view(condition(etag_func=of), vary_on_headers("Accept"))


def nothing(text: str) -> Status[dict[str, str]]:
    """404 in the shape of every error."""
    return Status(404, {"error": text})


def wants_csv(request: HttpRequest) -> bool:
    """Whether the client asks for lines instead of JSON: it names text/csv, and not JSON before it."""
    asked = [part.split(";")[0].strip() for part in request.headers.get("Accept", "").split(",")]
    return "text/csv" in asked and "application/json" not in asked[: asked.index("text/csv")]


#: For the description: what an answer may be besides JSON.
OR_CSV: dict[str, Any] = {"responses": {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}}}

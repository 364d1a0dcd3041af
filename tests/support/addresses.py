"""Every address of a side, made from its patterns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import get_converters
from django.urls.resolvers import LocalePrefixPattern

SAMPLES = {
    "int": "1", "slug": "a-name", "str": "a-name", "path": "a/b", "uuid": "12345678-1234-5678-1234-567812345678",
    "case": "KH-12-01/2026/00001-X", "party": "KH-12-01/2026/00001-X.1",
}  # fmt: skip


@dataclass(frozen=True)
class Address:
    """A pattern with its full name, a path that it matches, and its view."""

    name: str
    path: str
    pattern: URLPattern


def every_address(urlconf: str) -> list[Address]:
    return list(_walk(get_resolver(urlconf).url_patterns, "/", ""))


def _walk(patterns: Iterable[URLPattern | URLResolver], path: str, namespace: str) -> Iterator[Address]:
    for one in patterns:
        here = path if isinstance(one.pattern, LocalePrefixPattern) else path + _filled(one)
        if isinstance(one, URLResolver):
            inner = f"{namespace}{one.namespace}:" if one.namespace else namespace
            yield from _walk(one.url_patterns, here, inner)
        else:
            yield Address(f"{namespace}{one.name or one.lookup_str}", here, one)


def _filled(one: URLPattern | URLResolver) -> str:
    """The route with a sample in place of each gap."""
    route, kinds = str(one.pattern), {converter: name for name, converter in get_converters().items()}
    for gap, converter in one.pattern.converters.items():
        kind = kinds[converter]
        for written in (f"<{kind}:{gap}>", f"<{gap}>"):
            route = route.replace(written, SAMPLES[kind])
    return route

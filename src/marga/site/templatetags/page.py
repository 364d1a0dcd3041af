"""What every page of every side shows: its side, its version, its links and the same page in other languages."""

from __future__ import annotations

from typing import TypedDict
from urllib.parse import urlsplit

from django import template
from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.template import Context
from django.urls import get_script_prefix, translate_url
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from marga import __version__
from marga.site.context import SIDE_NAMES
from marga.site.writing import in_khmer_digits, reads_khmer_digits

register = template.Library()


class LanguageLink(TypedDict):
    code: str
    name: str
    url: str
    current: bool


@register.simple_tag
def side_code() -> str:
    """The side this process is, as the colour class of the page wants it."""
    return getattr(settings, "MARGA_SIDE", "authority")


@register.simple_tag
def side_name() -> str:
    """The name of the side in the reader's language."""
    return str(SIDE_NAMES.get(side_code(), side_code()))


@register.simple_tag
def marga_version() -> str:
    return __version__


@register.simple_tag
def home_url() -> str:
    """The front page in the language being read: `/`, or `/km/`."""
    return _root(get_language() or settings.LANGUAGE_CODE)


@register.simple_tag(takes_context=True)
def language_links(context: Context) -> list[LanguageLink]:
    """This page in every language, the query string kept; the front page where this one has no other language."""
    request: HttpRequest | None = context.get("request")
    here = get_language() or settings.LANGUAGE_CODE
    return [
        LanguageLink(code=code, name=own_name, url=_in_language(request, code, here), current=code == here)
        for code, own_name in settings.LANGUAGES
    ]


def _request(context: Context) -> HttpRequest | None:
    """The request, also in a template that was included with `only`."""
    return getattr(context, "request", None) or context.get("request")


@register.simple_tag(takes_context=True)
def khmer_digits(context: Context) -> bool:
    return reads_khmer_digits(_request(context))


@register.simple_tag(takes_context=True)
def prose(context: Context, text: str) -> str:
    """A sentence, its digits Khmer where the reader of Khmer chose so. Tables keep western digits, for comparison."""
    return in_khmer_digits(text) if reads_khmer_digits(_request(context)) else text


@register.simple_block_tag(takes_context=True)
def digits(context: Context, content: SafeString) -> SafeString:
    """As `prose`, for a piece of a page: {% digits %}…{% enddigits %}."""
    chosen = reads_khmer_digits(_request(context))
    return mark_safe(in_khmer_digits(content)) if chosen else content  # noqa: S308 - the template escaped it already


@register.simple_tag(takes_context=True)
def page_address(context: Context) -> str:
    """The full address of this page, printed at its foot; empty when the host is not one of ours."""
    request: HttpRequest | None = context.get("request")
    if request is None:
        return ""
    try:
        return request.build_absolute_uri()
    except DisallowedHost:
        return ""


@register.simple_tag(takes_context=True)
def nav_link(context: Context, url: str, label: str) -> SafeString:
    """A link of the header. It is marked when it leads to this page, or to the section this page is in."""
    request: HttpRequest | None = context.get("request")
    path = request.path if request else ""
    if path == url:
        return format_html('<a href="{}" aria-current="page">{}</a>', url, label)
    if url != home_url() and path.startswith(url):
        return format_html('<a href="{}" aria-current="true">{}</a>', url, label)
    return format_html('<a href="{}">{}</a>', url, label)


@register.simple_tag
def crumbs(address: str, name: str) -> list[tuple[str, str]]:
    return [(address, name)]


def _root(code: str) -> str:
    return get_script_prefix() + ("" if code == settings.LANGUAGE_CODE else f"{code}/")


def _in_language(request: HttpRequest | None, code: str, here: str) -> str:
    if request is None:
        return _root(code)
    address = request.get_full_path()
    if code == here:
        return address
    other = translate_url(address, code)
    return other if urlsplit(other).path != urlsplit(address).path else _root(code)

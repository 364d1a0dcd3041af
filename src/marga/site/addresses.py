"""Addresses that someone else brings: followed only if they lead nowhere but here."""

from django.utils.http import MAX_URL_REDIRECT_LENGTH, url_has_allowed_host_and_scheme


def is_here(address: str) -> bool:
    """Whether it is a path of this site, and no longer than a redirect may be."""
    local = address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return local and len(address) <= MAX_URL_REDIRECT_LENGTH

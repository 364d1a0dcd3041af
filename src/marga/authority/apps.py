"""Django's name for the authority's side."""

from django.apps import AppConfig


class AuthorityConfig(AppConfig):
    """Figures, bulletins and plans: counts, never rows of persons."""

    name = "marga.authority"
    label = "authority"

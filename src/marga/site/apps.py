"""Django's name for what the sides share."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """The shared tables: who leads the worker, and when each job is next due."""

    name = "marga.site"
    label = "site"
    default_auto_field = "django.db.models.BigAutoField"

"""Django's name for the accounts of a side."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Who may sign in here, and what was done with accounts."""

    name = "marga.site.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

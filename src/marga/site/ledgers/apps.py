"""Django's name for the ledger of a side."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class LedgersConfig(AppConfig):
    """Entries, the tree over them, what was signed of it, and who vouches for that."""

    name = "marga.site.ledgers"
    label = "ledgers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Whenever tables were migrated, what forbids to change them is put in step with them."""
        from marga.site.ledgers import protecting

        pre_migrate.connect(protecting.before_migrating, sender=self)
        post_migrate.connect(protecting.after_migrating)

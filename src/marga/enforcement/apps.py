"""Django's name for the enforcement side."""

from django.apps import AppConfig


class EnforcementConfig(AppConfig):
    """Cases, people, charges, exhibits and custody. Every change of them is an act in the ledger."""

    name = "marga.enforcement"
    label = "enforcement"

    def ready(self) -> None:
        """Know every kind of act."""
        from marga.enforcement.acts import projecting

        _ = projecting

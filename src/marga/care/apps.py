"""Django's name for the care side."""

from django.apps import AppConfig


class CareConfig(AppConfig):
    """Requests, clients, episodes, stays and places. Every change of them is an act in the ledger."""

    name = "marga.care"
    label = "care"

    def ready(self) -> None:
        """Know every kind of act."""
        from marga.care.acts import projecting

        _ = projecting

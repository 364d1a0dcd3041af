"""Django's name for the care side."""

from django.apps import AppConfig


class CareConfig(AppConfig):
    """Requests, clients, episodes, stays and places. Every change of them is an act in the ledger."""

    name = "marga.care"
    label = "care"

    def ready(self) -> None:
        """Know every kind of act; stop a start with a setting that cannot be."""
        from marga.care.acts import projecting
        from marga.care.environment import alert_address

        _ = projecting
        alert_address()

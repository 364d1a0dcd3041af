"""Django's name for the enforcement side."""

from django.apps import AppConfig


class EnforcementConfig(AppConfig):
    """Cases, people, charges, exhibits and custody. Every change of them is an act in the ledger."""

    name = "marga.enforcement"
    label = "enforcement"

    def ready(self) -> None:
        """Know every kind of act; and a wrong setting is told before anything starts."""
        from marga.enforcement.acts import projecting
        from marga.enforcement.environment import alert_address, inspector_delay

        _ = projecting
        inspector_delay()
        alert_address()

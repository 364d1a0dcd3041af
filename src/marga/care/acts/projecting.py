"""All projections, imported together so that every kind of act is known."""

from marga.care.centres import projections as centres
from marga.care.clients import projections as clients
from marga.care.consents import projections as consents
from marga.care.requests import projections as requests
from marga.care.slips import projections as slips
from marga.care.stays import projections as stays

__all__ = ["centres", "clients", "consents", "requests", "slips", "stays"]

"""All projections, imported together so that every kind of act is known."""

from marga.care.centres import projections as centres
from marga.care.clients import projections as clients
from marga.care.requests import projections as requests
from marga.care.stays import projections as stays

__all__ = ["centres", "clients", "requests", "stays"]

"""All projections, imported together so that every kind of act is known."""

from marga.care.assessments import projections as assessments
from marga.care.centres import projections as centres
from marga.care.clients import projections as clients
from marga.care.consents import projections as consents
from marga.care.disclosures import projections as disclosures
from marga.care.episodes import projections as episodes
from marga.care.requests import projections as requests
from marga.care.safety import projections as safety
from marga.care.screening import projections as screening
from marga.care.slips import projections as slips
from marga.care.stays import projections as stays

__all__ = [
    "assessments", "centres", "clients", "consents", "disclosures", "episodes", "requests", "safety", "screening",
    "slips", "stays",
]  # fmt: skip

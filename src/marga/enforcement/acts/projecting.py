"""All projections, imported together so that every kind of act is known."""

from marga.enforcement.cases import projections as cases
from marga.enforcement.court import projections as court
from marga.enforcement.custody import projections as custody
from marga.enforcement.exhibits import projections as exhibits
from marga.enforcement.people import projections as people
from marga.enforcement.receipts import projections as receipts
from marga.enforcement.stations import projections as stations

__all__ = ["cases", "court", "custody", "exhibits", "people", "receipts", "stations"]

"""Every table of the care side. `Act` is the record; what stands follows from it."""

from marga.care.acts.models import Act
from marga.care.centres.models import Census, Centre, Ward, Worker
from marga.care.clients.models import AtCentre, Client, ClientMerge, ClientRead, SoundKey
from marga.care.requests.models import Message, Request
from marga.care.stays.models import Offer, Proposed, Stay, StayReview, Wait, WaitPause

__all__ = [
    "Act", "AtCentre", "Census", "Centre", "Client", "ClientMerge", "ClientRead", "Message", "Offer", "Proposed",
    "Request", "SoundKey", "Stay", "StayReview", "Wait", "WaitPause", "Ward", "Worker",
]  # fmt: skip

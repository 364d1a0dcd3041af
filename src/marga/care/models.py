"""Every table of the care side. `Act` is the record; what stands follows from it."""

from marga.care.acts.models import Act
from marga.care.centres.models import Census, Centre, Ward, Worker
from marga.care.clients.models import AtCentre, Client, ClientMerge, ClientRead, SoundKey
from marga.care.consents.models import (
    ClientCode,
    Consent,
    CourtOrder,
    Disclosure,
    Objection,
    ReceiptHandle,
)
from marga.care.requests.models import Message, Request
from marga.care.slips.models import Slip, SlipBatch
from marga.care.stays.models import Offer, Proposed, Stay, StayReview, Wait, WaitPause

__all__ = [
    "Act", "AtCentre", "Census", "Centre", "Client", "ClientCode", "ClientMerge", "ClientRead", "Consent",
    "CourtOrder", "Disclosure", "Message", "Objection", "Offer", "Proposed", "ReceiptHandle", "Request", "Slip",
    "SlipBatch", "SoundKey", "Stay", "StayReview", "Wait", "WaitPause", "Ward", "Worker",
]  # fmt: skip

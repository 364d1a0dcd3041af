"""Every table of the care side. `Act` is the record; what stands follows from it."""

from marga.care.acts.models import Act
from marga.care.assessments.models import Assessment
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
from marga.care.disclosures.models import AlertMail, Emergency, EmergencyAlert
from marga.care.drafts.models import ClientDraft
from marga.care.episodes.models import Appeal, Episode, EpisodeReview, Session
from marga.care.requests.models import Message, Request
from marga.care.safety.models import Incident, QualityFinding
from marga.care.screening.models import Screening
from marga.care.slips.models import Slip, SlipBatch
from marga.care.stays.models import Offer, Proposed, Stay, StayReview, Wait, WaitPause

__all__ = [
    "Act", "AlertMail", "Appeal", "Assessment", "AtCentre", "Census", "Centre", "Client", "ClientCode", "ClientDraft",
    "ClientMerge", "ClientRead", "Consent", "CourtOrder", "Disclosure", "Emergency", "EmergencyAlert", "Episode",
    "EpisodeReview", "Incident", "Message", "Objection", "Offer", "Proposed", "QualityFinding", "ReceiptHandle",
    "Request", "Screening", "Session", "Slip", "SlipBatch", "SoundKey", "Stay", "StayReview", "Wait", "WaitPause",
    "Ward", "Worker",
]  # fmt: skip

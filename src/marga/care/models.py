"""Every table of the care side. `Act` is the record; what stands follows from it."""

from marga.care.acts.models import Act
from marga.care.assessments.models import Assessment
from marga.care.centres.models import Census, Centre, Ward, Worker
from marga.care.clients.models import AtCentre, Client, ClientMerge, ClientRead, SoundKey
from marga.care.drafts.models import ClientDraft
from marga.care.episodes.models import Appeal, Episode, EpisodeReview, Session
from marga.care.requests.models import Message, Request
from marga.care.safety.models import Incident, QualityFinding
from marga.care.screening.models import Screening
from marga.care.stays.models import Offer, Proposed, Stay, StayReview, Wait, WaitPause

__all__ = [
    "Act", "Appeal", "Assessment", "AtCentre", "Census", "Centre", "Client", "ClientDraft", "ClientMerge", "ClientRead",
    "Episode", "EpisodeReview", "Incident", "Message", "Offer", "Proposed", "QualityFinding", "Request", "Screening",
    "Session", "SoundKey", "Stay", "StayReview", "Wait", "WaitPause", "Ward", "Worker",
]  # fmt: skip

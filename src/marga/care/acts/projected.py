"""The tables that follow from acts, and by which columns their rows are told apart."""

from __future__ import annotations

from django.db import models

from marga.care import models as care
from marga.site.acts.comparing import Key

#: In an order in which a row comes after those that it refers to.
PROJECTED: dict[type[models.Model], Key] = {
    care.Centre: Key(("code",)),
    care.Ward: Key(("key",)),
    care.Worker: Key(("account",)),
    care.Census: Key(("centre_id", "day")),
    care.Request: Key(("number",)),
    care.Message: Key(("request_id", "number")),
    care.Client: Key(("number",)),
    care.SoundKey: Key(("client_id", "word")),
    care.AtCentre: Key(("client_id", "centre_id")),
    care.ClientMerge: Key(("one_id", "other_id")),
    care.Wait: Key(("key",)),
    care.WaitPause: Key(("wait_id", "begun")),
    care.Offer: Key(("key",)),
    care.Stay: Key(("key",)),
    care.StayReview: Key(("stay_id", "number")),
    care.SlipBatch: Key(("number",)),
    care.Slip: Key(("hash",)),
    care.ClientCode: Key(("client_id",)),
    care.Consent: Key(("key",)),
    care.CourtOrder: Key(("key",)),
    care.Disclosure: Key(("key",)),
    care.Objection: Key(("key",)),
    care.Emergency: Key(("key",)),
    care.EmergencyAlert: Key(("key",)),
    care.Screening: Key(("key",)),
    care.Assessment: Key(("key",)),
    care.Episode: Key(("stay_id",)),
    care.Session: Key(("stay_id", "number")),
    care.EpisodeReview: Key(("stay_id", "number")),
    care.Appeal: Key(("key",)),
    care.Incident: Key(("key",)),
    care.QualityFinding: Key(("centre_id", "standard")),
}

#: The other tables of this side, and why no act says what stands in them.
BESIDE: dict[type[models.Model], str] = {
    care.Act: "the record itself: each is an entry of the ledger",
    care.ClientDraft: "what is not entered yet, sealed: it says nothing before it is a screening or an assessment",
    care.Proposed: "a proposal: the worker reckons it anew, and an offer is an act",
    care.ReceiptHandle: "deleted when its consent ends, so no act says it; compared in `beside`",
    care.AlertMail: "on its way to an office: no evidence of anything; that an alert was raised and answered is an act",
    care.ClientRead: "no evidence: it is in no entry, and whoever owns the database can change it",
}

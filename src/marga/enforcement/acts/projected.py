"""The tables that follow from acts, and by which columns their rows are told apart."""

from __future__ import annotations

from django.db import models

from marga.enforcement import models as register
from marga.site.acts.comparing import Key

#: In an order in which a row comes after those that it refers to.
PROJECTED: dict[type[models.Model], Key] = {
    register.Unit: Key(("code",)),
    register.Officer: Key(("number",)),
    register.Instrument: Key(("number",)),
    register.Pad: Key(("number",)),
    register.Slip: Key(("serial",)),
    register.Unused: Key(("unit_id", "year", "serial")),
    register.Case: Key(("number",)),
    register.CaseOfficer: Key(("case_id", "officer")),
    register.Prosecutor: Key(("case_id", "number")),
    register.Party: Key(("key",)),
    register.NameKey: Key(("party_id", "sound")),
    register.Charge: Key(("party_id", "line", "version")),
    register.Proposal: Key(("party_id", "line")),
    register.Property: Key(("party_id", "number")),
    register.SupplyRole: Key(("party_id", "at")),
    register.Trace: Key(("case_id", "kind", "value")),
    register.Merge: Key(("one_id", "other_id")),
    register.ErasureRequest: Key(("party",)),
    register.ReadSeal: Key(("number",)),
    register.Exhibit: Key(("key",)),
    register.Photograph: Key(("exhibit_id", "sha256"), left_out=("data",)),
    register.WeighingRound: Key(("exhibit_id", "number")),
    register.SealedWeight: Key(("round__exhibit_id", "round__number", "which"), left_out=("round",)),
    register.HandOver: Key(("exhibit_id", "number")),
    register.Mass: Key(("exhibit_id", "at", "what")),
    register.Destruction: Key(("exhibit_id", "number")),
    register.Witness: Key(("destruction__exhibit_id", "destruction__number", "officer"), left_out=("destruction",)),
    register.Custody: Key(("key",)),
    register.Step: Key(("custody_id", "recorded", "what", "done")),
    register.CourtFile: Key(("case_id", "number")),
    register.Warrant: Key(("number",)),
    register.Tip: Key(("number",)),
}

#: The other tables of the register, and why no act says what stands in them. The ledger's own are in
#: `marga.site.ledgers.models`, and every one is compared; accounts and their events are the site's.
BESIDE: dict[type[models.Model], str] = {
    register.Act: "the record itself: each is an entry of the ledger",
    register.Counter: "compared with the numbers that cases have (`beside`)",
    register.Alert: "raised by the clock; who answered one is an act, and compared (`beside`); the rest is no evidence",
    register.CareBatch: "no evidence: when care was asked last",
    register.CareNotice: "no evidence: what care said last, replaced each day, and kept nowhere once it is gone",
    register.Draft: "no evidence: nobody has booked it yet",
    register.Read: "entered many together, and compared with that (`beside`)",
    register.UnitAlert: "raised by the clock; no evidence",
}

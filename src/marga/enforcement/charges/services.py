"""Acts with a charge: another version is proposed, and a second officer agrees or does not. One function an act."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from marga.country import gettext_noop, load, say
from marga.country.enforcement import Agreement, Rank
from marga.enforcement.access import party_for
from marga.enforcement.acts.services import Acting, record
from marga.enforcement.cases import contents
from marga.enforcement.cases.checking import charge_faults
from marga.enforcement.cases.models import CaseOfficer, Charge, Party, Proposal
from marga.enforcement.cases.services import with_law
from marga.enforcement.people.models import ErasureRequest
from marga.enforcement.rules import charges as rules
from marga.enforcement.rules.officers import Officer as Ranked
from marga.site.faults import Fault, refuse, refuse_sentences
from marga.site.refusals import WrongState
from marga.site.roles import check_may


def propose_change(
    party: str, line: int, charge: contents.Charged | None, reason: str, who: Acting, decision: str = ""
) -> Proposal:  # fmt: skip
    """Ask for another version of a charge; None drops it. A second officer agrees to it, or does not.

    Raises Faulty for what could not be agreed to, NotFound, NotAllowed, WrongState while another proposal waits.
    """
    check_may(who, "enforcement.charge")
    with transaction.atomic():
        row = party_for(who, party, lock=True)
        if charge is not None:
            refuse(charge_faults(charge, load(settings.MARGA_COUNTRY).enforcement, "charge"))
        if Proposal.objects.filter(party=row, line=line).exists():
            raise WrongState(_("Another change of this charge waits for a second officer. Let it be decided first."))
        versions = line_of(row.key, line)
        wanted = proposal(charge, reason, decision, who.officer, None, who)
        refuse_sentences(rules.proposal_refusals(versions, wanted, _law()[0]), "reason")
        told = contents.ChargeProposed(line=line, charge=charge, reason=reason, decision=decision, rank=who.rank)
        record("charge.proposed", who, told, case=row.case_id, part=f"{row.number}.{line}", receipt=_hash(row))
        return Proposal.objects.get(party=row, line=line)


def propose_further(
    party: str, charge: contents.Charged, reason: str, who: Acting, decision: str = ""
) -> Proposal:  # fmt: skip
    """Ask for a further charge of a person, with a line of its own; those that were given stay as they are. It raises
    the penalty: a second officer agrees to it as to any charge that is raised, or does not.

    Raises Faulty, NotFound, NotAllowed, WrongState for an erased person, or while the same waits.
    """
    check_may(who, "enforcement.charge")
    with transaction.atomic():
        row = party_for(who, party, lock=True)
        refuse_erased(row)
        country = load(settings.MARGA_COUNTRY).enforcement
        refuse([*_part_faults(row), *charge_faults(charge, country, "charge")])
        waiting = {one.line: one for one in Proposal.objects.filter(party=row)}
        given = set(row.charges.values_list("line", flat=True))
        if any(line not in given and _is(one, charge) for line, one in waiting.items()):
            raise WrongState(_("This further charge waits for a second officer already. Let it be decided first."))
        wanted = proposal(charge, reason, decision, who.officer, None, who)
        refuse_sentences(rules.further_refusals(standing_of(row.key), wanted, _law()[0]), "reason")
        told = contents.ChargeProposed(line=max([0, *given, *waiting]) + 1, charge=charge, reason=reason,
                                       decision=decision, rank=who.rank)  # fmt: skip
        record("charge.proposed", who, told, case=row.case_id, part=f"{row.number}.{told.line}", receipt=_hash(row))
        return Proposal.objects.get(party=row, line=told.line)


def agree(party: str, line: int, who: Acting) -> Charge:
    """Agree, as the second officer, to another version of a charge, or to a further charge. It stands from now on.

    Raises Faulty for the reasons why this officer may not, NotFound, NotAllowed.
    """
    check_may(who, "enforcement.agree")
    with transaction.atomic():
        row = party_for(who, party, lock=True)
        asked = _asked(row, line)
        versions = line_of(row.key, line)
        charge = None if not asked.offence else with_law(
            contents.Charged(offence=asked.offence, quantity=asked.quantity, band=asked.band))  # fmt: skip
        author = Ranked(asked.author, asked.author_rank)
        wanted = proposal(charge, asked.reason, asked.decision, author, who.officer, who)
        in_case = officers_of(row.case_id)
        refuse_sentences(
            rules.change_refusals(versions, wanted, in_case, *_law()) if versions
            else rules.further_agreement_refusals(standing_of(row.key), wanted, in_case, *_law())
        )  # fmt: skip
        told = contents.ChargeVersion(
            line=line, version=len(versions) + 1, charge=charge, reason=asked.reason, decision=asked.decision,
            author=asked.author, author_rank=asked.author_rank, second_rank=who.rank,
        )  # fmt: skip
        record("charge.changed" if versions else "charge.added", who, told, case=row.case_id,
               part=f"{row.number}.{line}", old=_stands(row, line) if versions else None,
               receipt=_hash(row))  # fmt: skip
        return Charge.objects.get(party=row, line=line, version=told.version)


def decline(party: str, line: int, reason: str, who: Acting) -> None:
    """Do not agree to another version of a charge. Raises Faulty without a reason, NotFound, NotAllowed."""
    check_may(who, "enforcement.agree")
    if not reason.strip():
        refuse([Fault("reason", say(gettext_noop("Write why you do not agree.")))])
    with transaction.atomic():
        row = party_for(who, party, lock=True)
        _asked(row, line)
        record("charge.declined", who, contents.ChargeDeclined(line=line, reason=reason), case=row.case_id,
               part=f"{row.number}.{line}", receipt=_hash(row))  # fmt: skip


def line_of(party: str, line: int) -> tuple[rules.Version, ...]:
    """The versions of a charge, the first first, as rules take them."""
    return tuple(as_rule(row) for row in Charge.objects.filter(party=party, line=line).order_by("version"))


def standing_of(party: str) -> tuple[rules.Charge, ...]:
    """The charges of a person that stand, as rules take them."""
    last = {row.line: row for row in Charge.objects.filter(party=party).order_by("version")}
    return tuple(charge for row in last.values() if (charge := as_rule(row).charge) is not None)


def refuse_erased(row: Party) -> None:
    """Raises WrongState for a person whose record was lawfully erased: nothing more is written down of them."""
    if ErasureRequest.objects.filter(pk=row.key, approved__isnull=False).exists():
        raise WrongState(_("The record of this person was erased. Nothing more is written down of them."))


def officers_of(case: str) -> frozenset[str]:
    """The numbers of all officers with a part in a case."""
    return frozenset(CaseOfficer.objects.filter(case=case).values_list("officer", flat=True))


def as_rule(row: Charge) -> rules.Version:
    """A version of a charge as rules take it."""
    second = Ranked(row.second, row.second_rank) if row.second else None
    charge = None if not row.offence else _rules_charge(contents.Charge(
        offence=row.offence, quantity=row.quantity, band=row.band, article=row.article, least_months=row.least_months,
        most_months=row.most_months, fine=row.fine, or_fine=row.or_fine))  # fmt: skip
    return rules.Version(row.version, charge, row.at, Ranked(row.author, row.author_rank), second, row.reason,
                         row.decision)  # fmt: skip


def _rules_charge(charge: contents.Charge) -> rules.Charge:
    known = load(settings.MARGA_COUNTRY).enforcement.offences.offences[charge.offence]
    penalty = known.penalty_of(charge.quantity, charge.band)
    stood = type(penalty)(charge.least_months, charge.most_months, charge.fine, charge.or_fine, penalty.basis)
    return rules.Charge(charge.offence, charge.quantity, charge.band, stood)


def proposal(
    charge: contents.Charged | None, reason: str, decision: str, author: Ranked, second: Ranked | None, who: Acting
) -> rules.Proposal:  # fmt: skip
    """A version that is asked for now, as rules take it."""
    wanted = None if charge is None else _rules_charge(with_law(charge))
    return rules.Proposal(wanted, who.clock.at, author, second, reason, decision)


def _part_faults(row: Party) -> list[Fault]:
    role = load(settings.MARGA_COUNTRY).enforcement.register.roles[row.role]
    if role.charged:
        return []
    return [Fault("charge", say(gettext_noop("A {role} is not charged. Take the charge away, or choose another part."),
                                role=role.label))]  # fmt: skip


def _is(asked: Proposal, charge: contents.Charged) -> bool:
    return (asked.offence, asked.quantity, asked.band) == (charge.offence, charge.quantity, charge.band)


def _law() -> tuple[Mapping[str, Agreement], Mapping[str, Rank]]:
    country = load(settings.MARGA_COUNTRY).enforcement
    return country.offences.changes, country.register.ranks


def _asked(row: Party, line: int) -> Proposal:
    found = Proposal.objects.filter(party=row, line=line).first()
    if found is None:
        raise WrongState(_("No change of this charge waits for a second officer any more."))
    return found


def _stands(row: Party, line: int) -> contents.ChargeStands:
    last = Charge.objects.filter(party=row, line=line).latest("version")
    charge = None if not last.offence else contents.Charge(
        offence=last.offence, quantity=last.quantity, band=last.band, article=last.article,
        least_months=last.least_months, most_months=last.most_months, fine=last.fine, or_fine=last.or_fine)  # fmt: skip
    return contents.ChargeStands(version=last.version, charge=charge)


def _hash(row: Party) -> bytes | None:
    return None if row.receipt is None else bytes(row.receipt)

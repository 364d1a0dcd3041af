"""A person's part in supply, and the evidence that it takes to write one down.

Users are arrested and organisers are not; and a user is written down as a seller for money. So a part above that of a
user needs classes of evidence (register.toml, [supply…] and [evidence…]), some of which do not rest on what was said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from marga.country import Sentence, gettext_noop, say
from marga.country.enforcement import Evidence, SupplyRole


def role_refusals(
    role: SupplyRole, named: Iterable[str], evidence: Mapping[str, Evidence]
) -> tuple[Sentence, ...]:  # fmt: skip
    """Why this part may not be written down on this evidence. A class named twice is one class."""
    classes = set(named)
    if unknown := sorted(classes - evidence.keys()):
        return (say(gettext_noop("“{name}” is no class of evidence. Choose one of the list."), name=unknown[0]),)
    refusals = []
    if len(classes) < role.needs:
        refusals.append(say(gettext_noop("To write “{role}” takes {needed} classes of evidence; named: {given}."),
                            role=role.label, needed=role.needs, given=len(classes)))  # fmt: skip
    independent = sum(evidence[name].independent for name in classes)
    if independent < role.independent:
        refusals.append(say(gettext_noop("To write “{role}” takes {needed} classes of evidence that do not rest on "
                                         "what somebody said; named: {given}."),
                            role=role.label, needed=role.independent, given=independent))  # fmt: skip
    return tuple(refusals)


def supported(classes: Iterable[str], roles: Mapping[str, SupplyRole], evidence: Mapping[str, Evidence]) -> list[str]:
    """The parts that this evidence would carry, in the order of the country's list (the gravest first)."""
    named = list(classes)
    return [name for name, role in roles.items() if not role_refusals(role, named, evidence)]

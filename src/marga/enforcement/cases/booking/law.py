"""A penalty range in words, as an officer reads it before choosing a charge."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marga.country.enforcement import Penalty


def penalty_words(penalty: Penalty) -> str:
    """A range such as "2 to 5 years of prison, and a fine"."""
    if penalty.most_months is None:
        prison = _("{least} of prison, up to life").format(least=_span(penalty.least_months))
    elif penalty.least_months == penalty.most_months:
        prison = _("{least} of prison").format(least=_span(penalty.least_months))
    else:
        prison = _("{least} to {most} of prison").format(
            least=_span(penalty.least_months), most=_span(penalty.most_months)
        )
    if penalty.or_fine:
        return _("{prison}, or a fine").format(prison=prison)
    return _("{prison}, and a fine").format(prison=prison) if penalty.fine else prison


def _span(months: int) -> str:
    if months and months % 12 == 0:
        return ngettext("{count} year", "{count} years", months // 12).format(count=months // 12)
    return ngettext("{count} month", "{count} months", months).format(count=months)

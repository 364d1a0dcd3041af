import pytest

from marga.figures.bulletin.making import Made
from support.bulletins import Records, changed, months, records

__all__ = ["changed", "records"]


@pytest.fixture(scope="session")
def year_2018(records: Records) -> Made:
    return records.bulletin(months(2018, 1, 12))


@pytest.fixture(scope="session")
def nine_months(records: Records, year_2018: Made) -> Made:
    """January to September 2019, published beside 2018."""
    return records.bulletin(months(2019, 1, 9), [year_2018])


@pytest.fixture(scope="session")
def year_2019(records: Records, year_2018: Made, nine_months: Made) -> Made:
    return records.bulletin(months(2019, 1, 12), [year_2018, nine_months])

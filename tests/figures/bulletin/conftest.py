import pytest

from marga.figures.bulletin.making import Made
from support.bulletins import YEARS, Records, changed, months, records
from support.extracts import example

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


@pytest.fixture(scope="session")
def few(tmp_path_factory: pytest.TempPathFactory) -> Records:
    """The records of a country fifty times smaller, where much is hidden."""
    return Records(example(tmp_path_factory.mktemp("few") / "country", YEARS, scale=0.02))


@pytest.fixture(scope="session")
def few_2018(few: Records) -> Made:
    return few.bulletin(months(2018, 1, 12))

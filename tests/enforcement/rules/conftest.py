"""The example country's decisions, by which the rules are tried."""

import pytest

from marga.country import load


@pytest.fixture(scope="session")
def decided():
    """All that the example country decides for enforcement."""
    return load("kh").enforcement


@pytest.fixture(scope="session")
def custody_rules(decided):
    return decided.custody

"""Each import contract fails when it is broken: a contract that cannot fail protects nothing."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture
def copy(tmp_path):
    """The source as it is, to be broken."""
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__", "static", "locale"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Check the contracts of a copy."""
    environ = {**os.environ, "PYTHONPATH": str(folder / "src")}
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run([program, "--no-cache"], cwd=folder, env=environ, capture_output=True, text=True)


def test_the_contracts_hold(copy):
    done = lint(copy)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("contract", "module", "forbidden"),
    [
        ("Apps and cores keep apart", "site/wsgi.py", "marga.authority"),
        ("Apps and cores keep apart", "country/__init__.py", "marga.figures"),
        ("Web on top, rules at the bottom", "authority/queries.py", "marga.authority.urls"),
        ("Web on top, rules at the bottom", "site/accounts/rules.py", "marga.site.accounts.models"),
        ("Web on top, rules at the bottom", "site/ledgers/models.py", "marga.site.ledgers.services"),
        ("Cores know no Django", "figures/__init__.py", "django"),
        ("Cores know no Django", "ledger/merkle.py", "django"),
        ("Cores know no Django", "enforcement/rules/custody.py", "django"),
        ("Cores know no Django", "enforcement/receipts/sheet.py", "django"),
        ("Cores know no Django", "country/enforcement/basis.py", "django"),
        ("Apps and cores keep apart", "ledger/merkle.py", "marga.figures"),
        ("The ledger needs little more than Python", "ledger/merkle.py", "marga.extract"),
        ("The ledger needs little more than Python", "ledger/witnessing.py", "numpy"),
    ],
)
def test_a_broken_contract_is_noticed(copy, contract, module, forbidden):
    with (copy / "src" / "marga" / module).open("a") as file:
        file.write(f"\nimport {forbidden}\n")
    done = lint(copy)
    assert done.returncode != 0
    assert f"{contract} BROKEN" in done.stdout

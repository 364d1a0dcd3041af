"""No request makes the register's API stumble, whoever sends it, on PostgreSQL: ./bench api

Schemathesis asks a running side by its description: the examples and edges of every field, as many random requests as
the argument says an operation (300 without one), and chains of calls. It does so as each role of the example, and as
nobody. No answer may be a 500, none another than the description names, and the side must still answer afterwards. Ends
with 0 when all that holds.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import requests

from support.databases import postgresql_cluster
from support.kills import signed_in
from support.sides import running_side

REQUESTS = 300
PEOPLE = ("", "officer", "supervisor", "chief", "keeper", "laboratory", "prosecutor", "inspector", "records")
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"


def main(count: int) -> int:
    """Prints what each of them met. 0 when nothing is wrong."""
    with tempfile.TemporaryDirectory(prefix="marga-bench-") as data, postgresql_cluster() as database, running_side(
        Path(data), MARGA_SIDE="enforcement", MARGA_EXAMPLE_CASES="20", MARGA_DATABASE_URL=database
    ) as side:  # fmt: skip
        holds = [asks(side.address, name, count) for name in PEOPLE]
        stumbled = [line for line in side.log.read_text().splitlines() if '" 500' in line or "Traceback" in line]
        print(f"{len(stumbled)} faults in the log of the side", *stumbled[:10], sep="\n  ")
        answers = requests.get(f"{side.address}/healthz", timeout=10).ok
    return 0 if all(holds) and answers and not stumbled else 1


def asks(address: str, name: str, count: int) -> bool:
    """One of them; whether every answer was as described."""
    start, headers, jar = time.monotonic(), [], ""
    if name:
        cookies = signed_in(address, name)
        token = next(value for key, value in cookies.items() if key.endswith("csrf"))
        jar = "; ".join(f"{key}={value}" for key, value in cookies.items())
        headers = ["--header", f"Cookie: {jar}", "--header", f"X-CSRFToken: {token}"]
    done = subprocess.run(
        [Path(sys.executable).with_name("schemathesis"), "run", f"{address}/api/openapi.json", *headers, "--checks",
         CHECKS, "--max-examples", str(count), "--continue-on-failure", "--no-color", "--suppress-health-check", "all",
         "--warnings", "off", "--phases", "examples,coverage,fuzzing,stateful", "--generation-database", "none"],
        capture_output=True, text=True)  # fmt: skip
    lines = [line.strip() for line in done.stdout.splitlines()]
    told = next((line for line in lines if "generated," in line), done.stderr[-2000:])
    read = requests.get(f"{address}/api/cases", headers={"Cookie": jar}, timeout=10).status_code
    print(f"{name or 'nobody':12s} {time.monotonic() - start:5.0f} s  {told}; reads cases: {read}", flush=True)
    if done.returncode:
        print(done.stdout[-4000:], flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if sys.argv[1:] else REQUESTS))

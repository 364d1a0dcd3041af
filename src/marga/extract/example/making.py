"""Makes the folders of a synthetic country, and the file that tells which units do wrong."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from ..manifest import Manifest, Month
from ..schema import SIDES
from ..writing import ExtractWriter, Header
from .care import write_care
from .enforcement import write_enforcement
from .plan import Plan, made
from .units import KINDS

TRUTH = "truth.json"
Progress = Callable[[str, float], None]  # side, share done


def _silent(side: str, done: float) -> None:
    """Where nobody watches."""
    del side, done


MISCONDUCT = {
    "charges_lowered": "People charged with use in the end were first charged with trafficking.",
    "weights_above_thresholds": "Weights just below a threshold of the law were first written just above it.",
    "late_records": "Hours passed between arrest, arrival and the first record.",
    "night_releases": "People of a case were released at night within 48 hours; no file went to the court.",
}
assert tuple(MISCONDUCT) == KINDS


def make_example(
    out: Path,
    plan: Plan,
    *,
    sides: Collection[str] = SIDES,
    threads: int = 2,
    progress: Progress = _silent,
) -> dict[str, Manifest]:
    """Write OUT/enforcement, OUT/care and OUT/truth.json. The threads do not change a byte of what is written.

    Raises FileExistsError when one of them is there already; then nothing was written.
    """  # fmt: skip
    wanted = [side for side in SIDES if side in sides]
    for path in [out / name for name in (*wanted, *([TRUTH] if "enforcement" in wanted else []))]:
        if path.exists():
            raise FileExistsError(f"{path}: is there already, and was left as it is; choose another name.")
    out.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(len(wanted)) as pool:  # the sides know nothing of each other
        running = {side: pool.submit(_make_side, out, plan, side, threads, progress) for side in wanted}
        manifests = {side: future.result() for side, future in running.items()}
    if "enforcement" in wanted:
        _write_truth(out / TRUTH, plan)
    return manifests


def _make_side(out: Path, plan: Plan, side: str, threads: int, progress: Progress) -> Manifest:
    header = Header(side, f"Synthetic {plan.country.name.en}, {side}", made(plan.period), plan.period, synthetic=True)
    with ExtractWriter(out / side, header, plan.country) as writer:
        coverage: Sequence[Month]
        if side == "care":
            coverage = write_care(plan, writer, progress=lambda done: progress(side, done))
        else:
            write_enforcement(plan, writer, threads=threads, progress=lambda done: progress(side, done))
            coverage = plan.units.coverage()
        return writer.finish(coverage)


def _write_truth(path: Path, plan: Plan) -> None:
    """Which units do which wrong. Outside the extracts: whoever looks for patterns must not be told."""
    truth = {
        "country": plan.country.code, "seed": plan.seed, "scale": plan.scale,
        "period": {"from": plan.period.start.isoformat(), "to": plan.period.end.isoformat()},
        "misconduct": [
            {"kind": kind, "means": means, "share_of_rows": plan.given.misconduct[kind].rows,
             "units": [str(key) for key in sorted(plan.units.key[plan.units.wrong[kind]].tolist())]}
            for kind, means in MISCONDUCT.items()
        ],
    }  # fmt: skip
    part = path.with_name(f".{path.name}.part")
    part.write_text(json.dumps(truth, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    part.replace(path)

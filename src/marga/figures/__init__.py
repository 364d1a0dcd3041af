"""What is counted, and whether what was printed adds up."""

from .checking.check import Checked, check
from .checking.explain import EXPLANATIONS, Explanation, explanation
from .checking.findings import RULES, Finding, Repair
from .checking.report_file import published_reports, read_files, read_report
from .checking.reports import Claim, Figure, Report
from .checking.result import as_json

__all__ = [
    "EXPLANATIONS", "RULES", "Checked", "Claim", "Explanation", "Figure", "Finding", "Repair", "Report", "as_json",
    "check", "explanation", "published_reports", "read_files", "read_report",
]  # fmt: skip

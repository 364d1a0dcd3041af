"""What is counted, and whether what was printed adds up."""

from .check import Checked, check
from .explain import EXPLANATIONS, Explanation, explanation
from .findings import RULES, Finding, Repair
from .report_file import published_reports, read_files, read_report
from .reports import Claim, Figure, Report
from .result import as_json

__all__ = [
    "EXPLANATIONS", "RULES", "Checked", "Claim", "Explanation", "Figure", "Finding", "Repair", "Report", "as_json",
    "check", "explanation", "published_reports", "read_files", "read_report",
]  # fmt: skip

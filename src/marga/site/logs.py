"""What is written to the log: one line an event, on stderr, never what a visitor sent.

A path or a message may hold line breaks that someone chose; they are written as a bar, so no line can be forged.
"""

import logging
from contextvars import ContextVar
from typing import Any

reference: ContextVar[str] = ContextVar("reference", default="-")  # the code of the request at work


class OneLineFormatter(logging.Formatter):
    """A record, traceback included, as one line with the reference code of the request it belongs to."""

    def format(self, record: logging.LogRecord) -> str:
        record.reference = reference.get()
        lines = super().format(record).splitlines()
        return " | ".join(line.strip() for line in lines)


def logging_config(side: str) -> dict[str, Any]:
    """Django's LOGGING for one side."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": "marga.site.logs.OneLineFormatter",
                "format": f"%(asctime)s %(levelname)s {side} %(reference)s %(name)s: %(message)s",
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": "INFO"},
        "loggers": {
            "django": {"level": "INFO", "handlers": ["stderr"], "propagate": False},
            "django.request": {"level": "ERROR"},  # 4xx are the visitor's affair; 5xx are ours
            "django.security.DisallowedHost": {"level": "CRITICAL"},
            "axes": {"level": "ERROR"},
            "django_tasks": {"level": "WARNING"},
            "django_tasks_db": {"level": "WARNING"},
        },
    }

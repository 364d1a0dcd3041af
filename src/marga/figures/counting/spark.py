"""Spark in local mode: one process of Java that speaks to this one over loopback, says nothing, and ends with it."""

from __future__ import annotations

import logging
import os
import tempfile
from functools import cache
from shutil import which
from typing import Any, NoReturn

from marga.country import Table, gettext_noop

LOOPBACK = "127.0.0.1"
SETTINGS = {
    "spark.master": "local[*]", "spark.app.name": "marga", "spark.ui.enabled": "false",
    "spark.driver.bindAddress": LOOPBACK, "spark.driver.host": LOOPBACK,
    "spark.sql.session.timeZone": "UTC", "spark.sql.catalogImplementation": "in-memory",
    "spark.sql.shuffle.partitions": "4",  # outcomes are small: one for each core of a small machine or two
}  # fmt: skip


def connect() -> Any:
    """An Ibis backend on a Spark session, which its `disconnect` stops. Raises DataError when Spark cannot start."""
    try:
        import ibis
        from pyspark import SparkConf, SparkContext
        from pyspark.sql import SparkSession

        session = SparkSession.getActiveSession()
        if session is None:
            conf = SparkConf().setAll(list(SETTINGS.items()))
            session = SparkSession(SparkContext(conf=conf, gateway=_java(conf)))
        return ibis.pyspark.connect(session)
    except ImportError:
        _fail(gettext_noop("needs Spark, which is not installed; install marga[spark] and Java 17"))


@cache
def _java(conf: Any) -> Any:
    """The process of Java, started once; it ends when this one does. What it says is read only if it does not start."""
    from pyspark.errors import PySparkRuntimeError
    from pyspark.java_gateway import launch_gateway

    home = os.environ.get("JAVA_HOME")
    if which("java", path=f"{home}/bin" if home else None) is None:
        _fail(gettext_noop("needs Java 17 or later, and there is none here; install Debian's openjdk-17-jre-headless, "
                           "or say in JAVA_HOME where it is"))  # fmt: skip
    logging.getLogger("py4j").setLevel(logging.WARNING)
    os.environ["SPARK_LOCAL_IP"] = LOOPBACK  # asked for by parts of Spark that do not read its settings
    with tempfile.TemporaryFile("w+") as said:
        try:
            return launch_gateway(conf, {"stdout": said, "stderr": said})  # type: ignore[no-untyped-call]
        except PySparkRuntimeError:
            said.seek(0)
            reason = next((line.strip() for line in said if line.strip() and "WARN" not in line), "…")
            _fail(gettext_noop("did not start; it needs Java 17 or later, and said: {reason}"), reason=reason)


def _fail(words: str, **values: str) -> NoReturn:
    Table("--engine spark", "", {}).fail("", words, **values)

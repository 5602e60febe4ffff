"""OpenTelemetry: FastAPI sends traces and measures itself where the usual variables name a collector.

``OTEL_EXPORTER_OTLP_ENDPOINT``, ``OTEL_SERVICE_NAME`` and the others are read by its libraries, which the extra
``telemetry`` brings.
"""

from __future__ import annotations

import importlib.util
import os

from summarizer.errors import UsageError

_VARIABLES = (
    "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT",
)  # fmt: skip


def check() -> None:
    """Raise :class:`UsageError` where a collector is named and the extra is not installed: nothing would reach it."""
    named = next((name for name in _VARIABLES if os.environ.get(name)), None)
    if named is None or os.environ.get("OTEL_SDK_DISABLED", "").lower() == "true":
        return
    os.environ.setdefault("OTEL_SERVICE_NAME", "plan-summarizer")
    if not importlib.util.find_spec("opentelemetry.sdk") or not importlib.util.find_spec("opentelemetry.exporter"):
        raise UsageError("extra-missing", flag=named, extra="telemetry")

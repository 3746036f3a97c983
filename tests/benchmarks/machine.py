"""What the figures were measured on."""

import os
import platform
import sqlite3
from datetime import date
from importlib.metadata import version
from pathlib import Path

LIBRARIES = ("aiogram", "aiohttp", "python-telegram-bot", "SQLAlchemy", "duckdb")


def machine() -> dict[str, str]:
    """One line each."""
    return {
        "day": date.today().isoformat(),
        "processor": f"{_model()}, {os.cpu_count()} cores",
        "busy": f"{os.getloadavg()[0]:.1f} programs wanted to run in the minute before",
        "system": f"{platform.system()}, Python {platform.python_version()}",
        "SQLite": sqlite3.sqlite_version,
        **{name: version(name) for name in LIBRARIES},
    }


def said(about: dict[str, str]) -> str:
    """As a sentence for a page."""
    return "; ".join(f"{name} {value}" for name, value in about.items()) + "."


def _model() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    return next((one.partition(": ")[2] for one in lines if one.startswith("model name")), "?")

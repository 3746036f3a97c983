"""The command's clock; every other module of it is handed the moment."""

import time
from datetime import UTC, datetime


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.fromtimestamp(time.time(), UTC)

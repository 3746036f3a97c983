"""From where on something is wrong: the doctor, the alarms and /healthz agree on it."""

from datetime import timedelta

MB = 1_000_000
LITTLE_ROOM, TOO_LITTLE_ROOM = 1000 * MB, 200 * MB  # bytes
KEPT_FOR_ANSWERS = 5000 * MB  # at most: see bot.evidence.room
BACKUP_DUE = timedelta(hours=36)
SILENT, DEAF = 120.0, 300.0  # seconds without a poll: /healthz says so; an admin is told

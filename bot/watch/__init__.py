"""Somebody looks after the bot: figures, /healthz and /metrics, and alarms to the admin."""

"""The Telegram edge: settings, intake, turns of conversation, wording, and the local simulator."""

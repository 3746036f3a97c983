"""A local, strict Bot API server with a chat page: demo, training and tests without Telegram."""

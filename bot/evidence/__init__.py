"""From a file in a chat to evidence that is safe: fetched, looked into, stored, reported."""

"""The `loket` command: parse, call, print."""

"""What `loket doctor` looks at, one family of checks per file."""

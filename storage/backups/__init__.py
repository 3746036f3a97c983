"""Backups: one consistent view of the data, in a form that either kind of database takes back."""

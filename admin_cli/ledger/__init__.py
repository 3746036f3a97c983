"""Signed heads of the ledger, so that others can hold us to them."""

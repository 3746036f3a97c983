"""Quality flags: values with formula, threshold and source. Never a verdict."""

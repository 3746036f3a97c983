"""The filled F-01 on paper, to be printed and signed."""

"""What the checker asks of an instrument: one module per subject, one function per rule."""

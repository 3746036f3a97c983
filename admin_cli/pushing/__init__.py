"""On the way to the scoring engine: signed, tried again for days, and booked."""

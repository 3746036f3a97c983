"""The sheet with the QR code that people scan: laid out once, drawn as PNG, SVG or PDF."""

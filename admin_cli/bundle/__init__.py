"""The weekly bundle: a zip that is the same, byte for byte, whenever it is made again."""

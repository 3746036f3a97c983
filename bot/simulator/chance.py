"""Chance that can be replayed: the simulator draws everything from one seed."""

import random
import string

ALPHABET = string.ascii_letters + string.digits + "_-"


class Chance(random.Random):
    def word(self, length: int) -> str:
        return "".join(self.choices(ALPHABET, k=length))

    def number(self, bits: int) -> int:
        return self.getrandbits(bits - 1) | 1 << (bits - 1)

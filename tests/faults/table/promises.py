"""All 36 of them."""

from tests.faults.table.durability import DURABILITY
from tests.faults.table.hostility import HOSTILITY
from tests.faults.table.load import LOAD

PROMISES = (*DURABILITY, *HOSTILITY, *LOAD)

"""The real `loket` command in a process of its own, with one thing broken in it.

`python -m tests.faults.spoiled quote-people bot run`
"""

import sys

from tests.faults.breaks import spoil

if __name__ == "__main__":
    from admin_cli import main

    spoil(sys.argv.pop(1))
    main.run()

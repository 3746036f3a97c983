"""`loket bot run` as the demo's child: it ends when the demo does, even when that is killed.

The demo holds the other end of our stdin. The kernel closes it with the demo, on every system.
"""

import os
import signal
import sys
import time
from threading import Thread

PATIENCE_SECONDS = 10.0


def main() -> None:
    """Run the bot program as the command would."""
    Thread(target=_end_with_parent, daemon=True).start()
    sys.argv = ["loket", "bot", "run"]
    from admin_cli.main import run

    run()


def _end_with_parent() -> None:
    """First politely, so that answers being stored are stored."""
    while os.read(sys.stdin.fileno(), 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(PATIENCE_SECONDS)
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main()

"""`python -I launcher.py REPORT COMMAND...`: runs it, and writes down what it used.

Small on purpose: a child's peak of memory begins with what its parent held.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

if __name__ == "__main__":
    began = time.perf_counter()
    child = subprocess.Popen(sys.argv[2:])
    _, status, used = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - began
    cpu = used.ru_utime + used.ru_stime
    report = {"seconds": seconds, "cpu": cpu, "peak": used.ru_maxrss / 1024}
    Path(sys.argv[1]).write_text(json.dumps(report))
    sys.exit(os.waitstatus_to_exitcode(status))

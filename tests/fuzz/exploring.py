"""One target under atheris, which ends the process: `python -m tests.fuzz.exploring taps`."""

import importlib
import sys


def main() -> None:
    """Names of the packages that are ours are watched, so that new ways in them are noticed."""
    atheris = importlib.import_module("atheris")
    with atheris.instrument_imports(include=["bot", "survey_flows", "admin_cli"]):
        targets = importlib.import_module("tests.fuzz.targets")
    target = targets.TARGETS[sys.argv.pop(1)]
    atheris.Setup(sys.argv, target.try_out)
    atheris.Fuzz()


if __name__ == "__main__":
    main()

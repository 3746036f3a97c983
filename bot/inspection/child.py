"""What the child does: the file is on standard input, the verdict is one JSON line."""

import json
import os
from dataclasses import asdict

from bot.inspection.endings import check_pdf_end, check_picture_end
from bot.inspection.limits import LARGEST_FILE, confine
from bot.inspection.sniffing import not_ours, sniffed
from bot.inspection.verdict import Fine, Refused, Suspect, Verdict

STDIN, STDOUT = 0, 1


def main() -> None:
    """Give up our rights, look, and say it."""
    confine()
    said = json.dumps(asdict(verdict_on(STDIN)))
    os.write(STDOUT, said.encode() + b"\n")


def verdict_on(descriptor: int) -> Verdict:
    """Whatever a library raises over a file is the file's fault, except a library that is missing.

    `took_too_long` never comes from here: the CPU limit ends the process.
    """
    try:
        return look(_read(descriptor))
    except Suspect as suspect:
        return Refused(suspect.reason)
    except MemoryError:
        return Refused("bomb")
    except ImportError:
        raise
    except Exception:  # noqa: BLE001 - three libraries, and none lists what it raises
        return Refused("broken")


def _read(descriptor: int) -> bytes:
    size = os.fstat(descriptor).st_size
    if size == 0:
        raise Suspect("empty")
    if size > LARGEST_FILE:
        raise Suspect("too_large")
    with open(descriptor, "rb", closefd=False) as file:
        return file.read(LARGEST_FILE)


def look(data: bytes) -> Fine:
    """Judge bytes by what they are; each kind's libraries are imported for that kind only."""
    match sniffed(data):
        case None:
            raise not_ours(data)
        case "pdf":
            check_pdf_end(data)
            from bot.inspection.pdf import look_at_pdf

            return look_at_pdf(data)
        case "docx" | "xlsx":
            from bot.inspection.office import look_at_office

            return look_at_office(data)
        case "mp4":
            from bot.inspection.video import look_at_video

            return look_at_video(data)
        case kind:
            check_picture_end(kind, data)
            from bot.inspection.pictures import look_at_picture

            return look_at_picture(kind, data)

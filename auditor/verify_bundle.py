"""Checks a weekly bundle without the program that made it; README.md beside it says how."""

import argparse
import base64
import csv
import hmac
import io
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, getcontext
from functools import reduce
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any, cast
from zipfile import ZipFile

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

MOST_SHOWN, LONGEST_LINE, OWN = 100, 1 << 20, ("MANIFEST.sha256", "MANIFEST.sha256.sig")
ITEM, SHORT = re.compile(r"i\d\d"), re.compile(r"(\d{1,18})/([0-9a-f]{12})")
OPENING = re.compile(r'^{"leaf":([0-9]+),"opening":(.+),"salt":"([0-9a-f]{64})"}\n\Z')
Lists = defaultdict[Any, list[Any]]
Pair = tuple[Any, Any]  # a key is its name, and id, kind and key; a head is a size and a root
decode = json.JSONDecoder(parse_constant=dict[str, Any]().__getitem__).decode  # NaN is a KeyError
encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode
getcontext().rounding = ROUND_HALF_UP


class Audit:
    def __init__(self, file: str, key: bytes, note_key: Pair, previous: Pair) -> None:
        self.archive, self.length = cast("Any", ZipFile(file)), Path(file).stat().st_size
        self.key, self.note_key, self.previous = key, note_key, previous
        self.found, self.files, self.cuts = list[str](), dict[str, str](), set[tuple[str, str]]()
        self.size, self.kinds, self.peaks = 0, Counter[str](), list[bytes]()  # of the ledger
        self.columns, self.corrected = dict[Any, bool](), Counter[Any]()
        self.answers, self.due = dict[bytes, Any](), dict[int, bytes]()  # of all weeks; of this one
        self.forms, self.sendings, self.sealed = dict[str, Any](), Lists(list), Lists(list)
        self.ended: dict[str, set[bytes]] = {"supersede": set(), "withdraw": set(), "erase": set()}

    def unless(self, is_right: object, finding: str) -> None:
        self.found += [] if is_right else [finding[:300]]

    def none(self, wrong: Iterable[Any], finding: str) -> None:
        for one in sorted(wrong):
            self.unless(None, finding.replace("…", ascii(one)))

    def lines(self, name: str) -> Iterator[str]:
        reader = io.BufferedReader(self.archive.open(name))
        yield from map(bytes.decode, iter(lambda: reader.readline(LONGEST_LINE), b""))

    def table(self, name: str) -> Iterator[dict[str, str]]:
        reader = csv.reader(self.lines(f"data/{name}.csv"), strict=True)
        heads = next(reader)
        self.unless(len({*heads}) == len(heads), f"{name} has a column twice")
        return (dict(zip(heads, cells, strict=True)) for cells in reader)

    def check_files(self) -> None:  # the manifest is signed and lists every file as it is
        entries, names = self.archive.infolist(), {*self.archive.namelist()} - {*OWN}
        is_odd = any(one.compress_type or one.flag_bits & 1 for one in entries)
        is_odd = is_odd or sum(one.file_size for one in entries) > self.length
        if is_odd or len(names) + len(OWN) < len(entries):
            raise ValueError("the zip is packed in another way, or has a name twice")
        manifest, signature = map(self.archive.read, OWN)
        Ed25519PublicKey.from_public_bytes(self.key).verify(signature, manifest)
        self.files = {line[66:]: line[:64] for line in manifest.decode().split("\n")[:-1]}
        lines = "".join(f"{digest}  {name}\n" for name, digest in self.files.items())
        self.unless(lines == manifest.decode(), "the manifest has lines sha256sum would not write")
        self.none(self.files.keys() ^ names, "… is missing, or not in the manifest")
        for name in names & self.files.keys():
            digest = file_digest(self.archive.open(name), "sha256").hexdigest()
            self.unless(digest == self.files[name], f"{name!a} was changed")
        about = decode(self.archive.read("datapackage.json").decode())
        self.week, self.periods = about["week"], [one["code"] for one in about["periods"]]
        self.is_whole = about["name"] == f"pekppp-{self.week.lower()}"
        self.instansi = {row["lokus"]: row["instansi"] for row in self.table("lokus")}

    def check_leaves(self) -> None:  # they fit each other, and the checkpoints
        (size, root), shrunk = self.previous, "the ledger does not continue the earlier checkpoint"
        for line in self.lines("ledger/leaves.jsonl"):
            digest = node = sha256(b"\x00" + line[:-1].encode()).digest()
            full, self.size = self.size, self.size + 1
            while full & 1:
                node, full = sha256(b"\x01" + self.peaks.pop() + node).digest(), full >> 1
            self.peaks.append(node)
            self.unless(self.size != size or self.root().startswith(root), shrunk)
            leaf = decode(line)
            self.unless(encode(leaf) + "\n" == line, f"leaf {self.size - 1} is not canonical JSON")
            self.take(leaf, digest)
        self.unless(size <= self.size, shrunk)
        head = read_note(self.archive.read("ledger/checkpoint.txt").decode(), self.note_key)
        self.unless(head == (self.size, self.root()), "the checkpoint is one of other leaves")
        ended, last = set().union(*self.ended.values()), str(date.fromisoformat(f"{self.week}-7"))
        stand = [one for digest, one in self.answers.items() if digest not in ended]
        self.ever = Counter(one[1:3] for one in stand if one[3] <= last)

    def root(self) -> str:
        nodes = reversed(self.peaks or [sha256().digest()])
        return reduce(lambda right, left: sha256(b"\x01" + left + right).digest(), nodes).hex()

    def take(self, leaf: dict[str, Any], digest: bytes) -> None:
        index, kind, lokus = self.size - 1, leaf["type"], leaf.get("lokus", "")
        week = "{}-W{:02}".format(*date.fromisoformat(leaf["day"]).isocalendar())
        is_here, is_now = lokus in self.instansi, week == self.week
        self.kinds[kind] += 1
        if kind == "answer" and leaf["form"] == "F-03":
            is_late = (week, "") in self.cuts or (week, self.instansi.get(lokus)) in self.cuts
            is_left_out = self.is_whole and is_now and not is_here
            self.kinds["answer of other lokus, this week"] += is_now and not is_here
            is_told = not (is_late or is_left_out or digest in self.answers)
            self.unless(is_told, f"leaf {index} is an answer after the cut, hidden, or twice")
            self.answers[digest] = (index, lokus, leaf["period"], leaf["day"], leaf["c"], week)
            self.due |= {index: digest} if is_here and is_now else {}
        elif kind in {*self.ended, "backcheck"}:
            self.mark(leaf, index, is_told=is_here and is_now and kind == "erase")
        elif kind == "f01" and is_here and week <= self.week:
            self.sendings[lokus, leaf["period"]].append((leaf["revision"], leaf["id"], week))
            self.unless(leaf["id"] not in self.forms, f"leaf {index} repeats an F-01")
            self.forms |= {leaf["id"]: leaf} if is_now else {}
        elif kind == "cut":
            self.cuts.add((leaf["week"], leaf["instansi"]))

    def mark(self, leaf: dict[str, Any], index: int, *, is_told: bool) -> None:
        of, ended = bytes.fromhex(leaf["of"]), self.ended.get(leaf["type"], set())
        old, new = self.answers.get(of), self.answers.get(bytes.fromhex(leaf.get("by", "")))
        is_known = old and old[1] == leaf["lokus"] and of not in ended
        self.unless(is_known, f"leaf {index} ({leaf['type']}) names no answer, or one named before")
        ended.add(of)
        is_later = old and new and old[0] < new[0] and old[1:3] == new[1:3]
        self.unless("by" not in leaf or is_later, f"leaf {index} names no later answer")
        self.due.pop(old[0] if old and leaf["type"] in {"withdraw", "erase"} else -1, b"")
        if old and is_told and old[5] < self.week:
            self.corrected["f03_responses", "", *old[1:3], old[5], "erased", ""] += 1

    def check_openings(self) -> None:  # they show every answer of the week as it was sealed
        heads = {*next(csv.reader(self.lines("data/f03_responses.csv")))}
        self.items = sorted(filter(ITEM.fullmatch, heads))
        for line in self.lines("ledger/openings.jsonl"):
            ((number, text, salt),) = OPENING.findall(line)
            digest, opening = self.due.pop(int(number), b""), decode(text)
            _, lokus, period, day, c, _ = self.answers.get(digest, (-1, "", "", "", "", ""))
            is_sealed = hmac.digest(bytes.fromhex(salt), text.encode(), "sha256").hex() == c
            answers, said = opening.get("answers", opening), opening.get("measures", {})
            is_sealed &= sorted(answers) == self.items  # the oldest seals are of the answers alone
            self.unless(is_sealed, f"leaf {number} is not the seal of its opening, or is gone")
            row = {one: str(said[one]).lower().replace("none", "") for one in said if one in heads}
            row |= {"lokus": lokus, "period": period, "week": self.week, "day": day, **answers}
            row["superseded"] = str(digest in self.ended["supersede"]).lower()
            row |= {} if answers is opening else {"response_id": opening["response_id"]}
            self.columns[tuple(row)] = True
            self.sealed[repr([*row.values()])].append(int(number))
        self.none(self.due, "leaf … is hidden: it has neither opening nor tombstone")

    def check_responses(self) -> None:  # rows are what openings say; counts and means are theirs
        tallies = Lists(list)
        for row in self.table("f03_responses"):
            keys = (repr([row[name] for name in names]) for names in self.columns)
            held = next((self.sealed[key] for key in keys if self.sealed.get(key)), [])
            self.unless(held and held.pop() >= 0, f"response {row['response_id']!a} is not sealed")
            if row["superseded"] == "false":
                tallies[row["lokus"], row["period"]].append([int(row[one]) for one in self.items])
        self.none({one for left in self.sealed.values() for one in left}, "no row says leaf …")
        places = {(lokus, period) for lokus in self.instansi for period in self.periods}
        for row in self.table("f03_index"):
            place = (row["lokus"], row["period"])
            self.unless(place in places, f"f03_index has {place!a} twice, or should not have it")
            places.discard(place)
            given = tallies.pop(place, [])
            n, since = len(given), self.ever[place]
            right: Any = {"week": self.week, "n": str(n), "n_period": str(since)}
            sums = {one: Decimal(sum(it[at] for it in given)) for at, one in enumerate(self.items)}
            sums["index"] = sum(sums.values(), Decimal()) / len(sums)
            right |= {name: f"{total / n:.10f}" if n else "" for name, total in sums.items()}
            right |= {"index_period": right["index"]} if n == since else {}
            self.none({one for one in right if row[one] != right[one]}, f"{place!a}: wrong …")
        self.none({*places, *tallies}, "f03_index lacks …")

    def check_forms(self) -> None:  # each F-01 has the answers and files it was sent with
        said, files = Lists(list), Lists(list)
        for row in self.table("f01_answers"):
            said[row["submission_id"]].append([row["field"], row["value"]])
        for row in self.table("f01_evidence"):
            files[row["submission_id"]].append(row["sha256"])
            is_it = not row["file"] or self.files.get(row["file"]) == row["sha256"]
            self.unless(is_it, f"{row['file']!a} is not the file that was sent")
        for row in self.table("f01_submissions"):
            key = row["submission_id"]
            leaf, held = self.forms.pop(key, {}), sorted(files.pop(key, []))
            digest = sha256(encode(said.pop(key, [])).encode()).hexdigest()
            right: Any = {name: str(leaf.get(name)) for name in ("lokus", "period", "revision")}
            right |= {"form_version": leaf.get("version"), "sent_day": leaf.get("day")}
            self.none({one for one in right if row[one] != right[one]}, f"F-01 {key!a}: wrong …")
            is_same = leaf.get("files") in (held, sorted({*held})) and digest == leaf.get("digest")
            self.unless(is_same, f"F-01 {key!a} was sent with other answers or files")
        self.none({*self.forms, *said, *files}, "F-01 … is not in f01_submissions")

    def check_corrections(self) -> None:  # of F-01 which rows count no more, of F-03 how many
        heads = ("table", "id", "lokus", "period", "week", "kind", "replaced_by")
        for place, every in self.sendings.items():
            old = max((one for one in every if one[2] < self.week), default=None)
            if old and (last := max(every))[2] == self.week:
                self.corrected["f01_submissions", old[1], *place, old[2], "resent", last[1]] += 1
        for row in self.table("corrections"):
            row["id"] *= row["table"] == "f01_submissions"  # of F-03 no leaf knows it
            self.corrected[(*map(row.get, heads),)] -= 1
        self.none({*+self.corrected, *-self.corrected}, "corrections and ledger differ about …")


def read_note(note: str, key: Pair) -> Pair:  # c2sp.org/signed-note; raises what is not its key's
    text, signatures = note.rsplit("\n\n", 1)
    origin, size, root = f"{text}\n".split("\n")[:3]
    blobs = [base64.b64decode(line.rsplit(" ", 1)[-1]) for line in signatures.splitlines()]
    (signature,) = (blob[4:] for blob in blobs if blob[:4] == key[1][:4])
    Ed25519PublicKey.from_public_bytes(key[1][5:]).verify(signature, f"{text}\n".encode())
    return int(size), base64.b64decode(root).hex() if origin == key[0] else "of another ledger"


def main(words: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Checks a weekly bundle.")
    parser.add_argument("bundle")
    parser.add_argument("--key", required=True, help="of the manifest: ed25519:HEX")
    parser.add_argument("--ledger-key", required=True, help="NAME+ID+BASE64")
    parser.add_argument("--previous", default="0/e3b0c44298fc", help="a file, or SIZE/12HEX")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(words)
    try:
        name, key_id, blob = given.ledger_key.split("+", 2)
        key = (name, bytes.fromhex(key_id) + base64.b64decode(blob))
        if sha256(f"{name}\n".encode() + key[1][4:]).digest()[:4] != key[1][:4]:
            parser.error("the ledger key is mistyped")
        short, file = SHORT.fullmatch(given.previous), Path(given.previous)
        previous = (int(short[1]), short[2]) if short else read_note(file.read_text("utf-8"), key)
        audit = Audit(given.bundle, bytes.fromhex(given.key[-64:]), key, previous)
    except Exception as error:  # noqa: BLE001 - whatever it is, what was given is not usable
        parser.error(f"cannot be read: {error!r}")
    try:
        for check in ("files", "leaves", "openings", "responses", "forms", "corrections"):
            getattr(audit, f"check_{check}")()
    except Exception as error:  # noqa: BLE001 - whatever it is, something in the bundle is wrong
        audit.found += [f"stopped at {check}, leaf {audit.size}: {error!a:.200}"]
    head, found = f"{audit.size}/{audit.root()[:12]}", audit.found[:MOST_SHOWN]
    told = {"checkpoint": head, "leaves": audit.kinds, "count": len(audit.found), "found": found}
    print(encode(told) if given.json else "\n".join([*found, encode({**told, "found": []})]))
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())

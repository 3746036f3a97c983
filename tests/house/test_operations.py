"""The operator's page and Prometheus' rules speak of figures and settings there are."""

import re
from importlib import import_module
from typing import Any

import pytest

from bot.settings import Settings
from bot.watch.bounds import BACKUP_DUE, DEAF, LITTLE_ROOM
from bot.watch.exposition import exposition
from bot.watch.figures import Figures
from bot.watch.lookout import Look
from storage.tallies import Files, Tally
from tests.bot.watched import read
from tests.house.tree import ROOT, text

PAGE = text("docs/operations.md")
RULES = text("deploy/alerts.yml")
EVERYTHING = Look(Tally(1, Files(1, 1, 1), {"waiting": 1}, 1), {"evidence": 1}, 1.0)


def rules(content: str) -> list[dict[str, Any]]:
    """YAML is among what the tests' own libraries need."""
    (group,) = import_module("yaml").safe_load(content)["groups"]
    found: list[dict[str, Any]] = group["rules"]
    return found


def figures() -> set[str]:
    """Every name /metrics can show."""
    shown = read(exposition(Figures(lambda: 0.0), EVERYTHING).decode())
    return {name.partition(" ")[0] for name in shown}


def named(words: str) -> set[str]:
    return set(re.findall(r"\bloket_\w+", words))


def column(page: str, prefix: str) -> list[str]:
    """What stands in backquotes at the beginning of a table's line."""
    return re.findall(rf"^\| `({prefix}\w+)` \|", page, re.MULTILINE)


@pytest.mark.parametrize("rule", rules(RULES), ids=lambda rule: str(rule["alert"]))
def test_a_rule_has_its_parts_and_names_figures_there_are(rule: dict[str, Any]) -> None:
    assert set(rule) - {"for"} == {"alert", "expr", "labels", "annotations"}
    assert rule["labels"]["severity"] in {"critical", "warning"}
    assert rule["annotations"]["summary"]
    assert re.fullmatch(r"\d+[mh]", rule.get("for", "1m"))
    assert named(rule["expr"]) - figures() == set()
    assert named(rule["expr"]) or "up{" in rule["expr"]


def test_a_figure_that_is_gone_is_seen() -> None:
    assert named("rate(loket_gone_total[1h]) > loket_database_up") - figures() == {
        "loket_gone_total"
    }


def test_rules_and_alarms_agree_on_what_is_wrong() -> None:
    said = {rule["alert"]: rule["expr"] for rule in rules(RULES)}
    assert f"> {DEAF:.0f}" in said["LoketDeaf"]
    assert f"< {LITTLE_ROOM:.0e}".replace("e+0", "e") in said["LoketDiskLow"]
    assert f"> {BACKUP_DUE.total_seconds() / 3600:.0f} * 3600" in said["LoketBackupStale"]


def test_each_alert_is_explained_with_its_cure() -> None:
    explained = column(PAGE, "Loket")
    assert explained == [rule["alert"] for rule in rules(RULES)]
    rows = [line for line in PAGE.splitlines() if line.startswith("| `Loket")]
    assert [line for line in rows if line.count(" | ") != 3 or " |  |" in line] == []


def test_each_figure_is_explained() -> None:
    series = {name.removesuffix(end) for name in figures() for end in ("_bucket", "_sum", "_count")}
    explained = set(column(PAGE, "loket_"))
    assert explained <= series
    assert {re.sub(r"_(bucket|sum|count)$", "", name) for name in figures()} == explained


def test_the_page_names_settings_there_are() -> None:
    known = {f"LOKET_{field.upper()}" for field in Settings.model_fields}
    assert set(re.findall(r"LOKET_[A-Z_]+", PAGE)) <= known


def test_the_page_names_units_there_are() -> None:
    wanted = set(re.findall(r"\bloket-\w+\.(?:service|timer)\b", PAGE))
    assert len(wanted) == 4
    assert [one for one in wanted if not (ROOT / "deploy" / "systemd" / one).exists()] == []


def test_the_page_names_words_of_the_log_that_are_said() -> None:
    events = set(re.findall(r"`((?:poll|update|turn|evidence)\.\w+)`", PAGE))
    said = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "bot").rglob("*.py"))
    assert events
    assert [event for event in events if f'"{event}"' not in said] == []

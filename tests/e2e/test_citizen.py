"""The main job as a citizen lives it: real browser, real bot program, restart half-way, export."""

import asyncio
import csv
import io
import json
import subprocess
import zipfile
from pathlib import Path

from playwright.async_api import Browser

from tests.e2e.browser import DESKTOP, HANDHELD, Phone, open_phone
from tests.e2e.show import LOKET, Show, must

FIRST, SECOND = "4534512", "3454345"
CHANGED = {"i03": "1"}


async def test_a_citizen_scans_answers_restarts_reviews_and_sends(
    browser: Browser, tmp_path: Path
) -> None:
    show = Show(tmp_path / "demo")
    process = show.start()
    try:
        await asyncio.to_thread(must, lambda: show.bot_is("running"))
        phone = await open_phone(browser, f"http://127.0.0.1:{show.port}", DESKTOP)
        await _answer_half(phone)
        await phone.restart_bot()
        await _answer_the_rest(phone)
        await _review_and_send(phone)
        week = await asyncio.to_thread(_export, show.folder)
        assert phone.complaints == []
    finally:
        process.terminate()
        await asyncio.to_thread(process.communicate)
    expected = {f"i{number:02d}": value for number, value in enumerate(FIRST + SECOND, start=1)}
    expected |= CHANGED
    [row] = week["f03_responses"]
    assert {item: row[item] for item in expected} == expected
    [index] = [one for one in week["f03_index"] if one["n"] == "1"]
    assert abs(float(index["index"]) - sum(map(int, expected.values())) / 14) < 1e-9


async def test_on_a_small_phone_a_sudden_kill_is_survived(browser: Browser, tmp_path: Path) -> None:
    show = Show(tmp_path / "demo")
    process = show.start()
    try:
        await asyncio.to_thread(must, lambda: show.bot_is("running"))
        phone = await open_phone(browser, f"http://127.0.0.1:{show.port}", HANDHELD)
        await _answer_half(phone)
        await phone.restart_bot(suddenly=True)
        await phone.say("4")
        await phone.wait_for_text("8/14", within_ms=60_000)
        await phone.wait_for_text("belum dicatat")
    finally:
        process.terminate()
        await asyncio.to_thread(process.communicate)


async def _answer_half(phone: Phone) -> None:
    await phone.scan("Puskesmas Melati")
    await phone.wait_for_text("Puskesmas Melati")
    await phone.screenshot("1-confirm")
    await phone.tap("Ya, benar")
    await phone.wait_for_text("tidak disimpan")
    await phone.screenshot("2-consent")
    await phone.tap("Mulai")
    for number, value in enumerate(FIRST, start=1):
        await phone.wait_for_text(f"{number}/14")
        await phone.screenshot(f"3-item-{number:02d}")
        await phone.tap(value)
    await phone.wait_for_text("8/14")


async def _answer_the_rest(phone: Phone) -> None:
    """Taps made while the bot is away are taken when it is back."""
    for number, value in enumerate(SECOND, start=8):
        await phone.wait_for_text(f"{number}/14", within_ms=60_000)
        await phone.tap(value)
    await phone.wait_for_text("Periksa jawaban Anda", within_ms=60_000)
    await phone.screenshot("4-review")


async def _review_and_send(phone: Phone) -> None:
    await phone.log.get_by_role("button", name="3", exact=True).last.click()
    await phone.wait_for_text("Nomor 3 dibuka lagi")
    await phone.tap(CHANGED["i03"])
    await phone.wait_for_text("3. 😞 1")
    await phone.tap("Kirim jawaban")
    await phone.wait_for_text("jawaban Anda tersimpan")
    await phone.wait_for_text("Kode tanda terima")
    await phone.screenshot("5-receipt")


def _export(folder: Path) -> dict[str, list[dict[str, str]]]:
    """The week's file, made by the command the terminal names."""
    command = [str(LOKET), "export", "week", "--out", str(folder), "--json"]
    made = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
    with zipfile.ZipFile(json.loads(made.stdout)["file"]) as bundle:
        return {
            table: list(csv.DictReader(io.StringIO(bundle.read(f"data/{table}.csv").decode())))
            for table in ("f03_responses", "f03_index")
        }

"""The phone page in a real browser, before a scripted bot."""

from playwright.async_api import Locator, expect

from tests.e2e.browser import Phone
from tests.e2e.page_bot import Demo

PKM = "Puskesmas Anggana"
FOCUSED = "() => document.activeElement.innerText"


async def begin(phone: Phone) -> None:
    await phone.scan(PKM)
    await phone.wait_for_text("Benar ini kantornya?")
    await phone.tap("Ya, benar")
    await phone.wait_for_text("1/3")


async def articles(phone: Phone) -> int:
    return await phone.log.get_by_role("article").count()


async def test_a_scanned_poster_opens_the_chat(phone: Phone, demo: Demo) -> None:
    await phone.scan(PKM)
    await phone.wait_for_text("Benar ini kantornya?")
    assert await phone.keyboard() == ["Ya, benar", "Bukan", "Apa ini?"]
    assert demo.world.person(7001).messages()[0]["text"] == "/start pkm"
    assert "pkm" not in await phone.log.get_by_role("article").first.inner_text()


async def test_an_answer_edits_the_message_in_place(phone: Phone) -> None:
    await begin(phone)
    before = await articles(phone)
    await phone.tap("🙂 4")
    await phone.wait_for_text("2/3")
    assert await articles(phone) == before
    await expect(phone.newest().locator(".meta")).to_contain_text("diedit")


async def test_the_last_answer_takes_the_keyboard_away(phone: Phone) -> None:
    await begin(phone)
    for number in ("2/3", "3/3", "Tersimpan"):
        await phone.tap("😄 5")
        await phone.wait_for_text(number)
    await expect(phone.newest().locator("button")).to_have_count(0)


async def test_links_open_apart_and_links_to_the_bot_are_scans(phone: Phone, demo: Demo) -> None:
    await begin(phone)
    for number in ("2/3", "3/3", "Tersimpan"):
        await phone.tap("😄 5")
        await phone.wait_for_text(number)
    await phone.newest().get_by_role("link", name="Nilai kantor lain").click()
    await phone.wait_for_text("Benar ini kantornya?")
    assert demo.world.person(7001).messages()[-2]["text"] == "/start mpp"
    for link in await phone.log.get_by_role("link").all():
        await expect(link).to_have_attribute("rel", "noopener noreferrer")
        await expect(link).to_have_attribute("target", "_blank")


async def test_a_toast_and_an_alert_say_what_the_bot_answered(phone: Phone) -> None:
    await phone.scan(PKM)
    await phone.tap("Bukan")
    await expect(phone.page.locator("#toast")).to_have_text("Pindai poster di kantor Anda.")
    await phone.tap("Apa ini?")
    dialog = phone.page.get_by_role("dialog")
    await expect(dialog).to_contain_text("Survei layanan publik.")
    await dialog.get_by_role("button", name="Baik").click()
    await expect(dialog).to_be_hidden()


async def test_a_waiting_button_takes_no_second_tap(phone: Phone, demo: Demo) -> None:
    await begin(phone)
    demo.bot.pause.clear()
    button = phone.button("😐 3")
    await button.click()
    await expect(button).to_have_attribute("aria-busy", "true")
    await button.click(force=True)
    await button.click(force=True)
    demo.bot.pause.set()
    await phone.wait_for_text("2/3")
    assert demo.bot.taps == ["1:start", "1:3"]


async def test_a_double_click_answers_one_question(phone: Phone, demo: Demo) -> None:
    await begin(phone)
    box = await phone.button("😐 3").bounding_box()
    assert box is not None
    mouse = phone.page.mouse
    await mouse.click(box["x"] + 40, box["y"] + 20)
    await phone.wait_for_text("2/3")
    await mouse.down(click_count=2)
    await mouse.up(click_count=2)
    await phone.page.wait_for_timeout(300)
    assert demo.bot.taps == ["1:start", "1:3"]


async def press_until(phone: Phone, target: Locator, key: str = "Tab") -> None:
    for _ in range(60):
        await phone.page.keyboard.press(key)
        if await target.evaluate("node => node === document.activeElement"):
            return
    raise AssertionError(f"{key} never reached {target}")


async def test_the_whole_way_works_with_the_keyboard_alone(phone: Phone) -> None:
    await press_until(phone, phone.page.get_by_role("button", name=f"Pindai poster {PKM}"))
    await phone.page.keyboard.press("Enter")
    await phone.wait_for_text("Benar ini kantornya?")
    await press_until(phone, phone.button("Ya, benar"))
    await phone.page.keyboard.press("Enter")
    await phone.wait_for_text("1/3")
    assert await phone.page.evaluate(FOCUSED) == "😣 1"
    await press_until(phone, phone.button("🙂 4"))
    for number in ("2/3", "3/3"):
        await phone.page.keyboard.press("Enter")
        await phone.wait_for_text(number)
        assert await phone.page.evaluate(FOCUSED) == "🙂 4"


async def test_focus_moves_to_a_neighbour_when_its_button_goes(phone: Phone) -> None:
    await begin(phone)
    for number in ("2/3", "3/3", "Tersimpan"):
        await phone.button("😄 5").press("Enter")
        await phone.wait_for_text(number)
    assert await phone.page.evaluate(FOCUSED) == "Nilai kantor lain"


async def test_every_person_keeps_a_chat_and_a_draft(phone: Phone) -> None:
    await begin(phone)
    await phone.page.get_by_role("textbox", name="Tulis pesan").fill("setengah")
    await phone.become("Budi")
    await expect(phone.log).to_contain_text("Belum ada pesan")
    await phone.page.get_by_role("button", name="Mulai", exact=True).click()
    await phone.wait_for_text("Benar ini kantornya?")
    await phone.become("Siti")
    await phone.wait_for_text("1/3")
    await expect(phone.page.get_by_role("textbox", name="Tulis pesan")).to_have_value("setengah")


async def test_commands_are_offered_and_named_ones_can_be_pressed(phone: Phone) -> None:
    await phone.scan(PKM)
    await phone.newest().get_by_role("button", name="/bantuan").click()
    await phone.wait_for_text("Silakan tekan tombol.")
    await phone.page.get_by_role("button", name="Perintah bot").click()
    await phone.page.get_by_role("button", name="/bantuan Cara mengisi").click()
    await expect(phone.log.get_by_text("/bantuan", exact=True)).to_have_count(3)

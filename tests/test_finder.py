"""The finder in a real browser: what people type leads where `queries.yaml`, written before the index, says."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import loaded
import pytest
import yaml
from expected import ROOT, entries
from nodejs import AXE
from playwright.sync_api import Browser, Page, Route, expect

from generator.pages.browser import finder
from generator.policy import utilities
from generator.words.catalogue import words

PHONE = {"width": 360, "height": 740}
SAYS = words()["finder"]


@cache
def queries() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "tests" / "queries.yaml").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def home(browser: Browser, built: Path) -> Iterator[Page]:
    """The home page from a disk, for questions to the finder alone; any error of a script fails the test."""
    problems: list[str] = []
    with browser.new_context(viewport=PHONE) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto((built / "site" / "index.html").as_uri())
        yield page
    assert problems == []


def first(page: Page, query: str) -> str:
    """The address of the first result of a query, without the place on its page; empty where there is none."""
    page.fill("#find", query)
    links = page.locator(".answers .found a")
    found = links.first.get_attribute("href") if links.count() else ""
    return re.sub(r"index\.html|#.*", "", found or "")


def fits(address: str, wanted: str) -> bool:
    patterns = (re.escape(one.strip()).replace(r"\*\*", ".*").replace(r"\*", "[^/]+") for one in wanted.split("|"))
    return any(re.fullmatch(pattern, address) for pattern in patterns)


@pytest.mark.parametrize(("query", "wanted"), [*queries()["first"].items(), *queries()["lacking"].items()])
def test_the_page_that_must_come_first(query: str, wanted: str, home: Page) -> None:
    found = first(home, query)
    assert fits(found, wanted), f"{query}: {found}, not {wanted}"


@pytest.mark.parametrize(("query", "said"), queries()["partly"].items())
def test_a_result_says_what_it_covers(query: str, said: str, home: Page) -> None:
    first(home, query)
    expect(home.locator(".answers .found a").first).to_contain_text(said)


@pytest.mark.parametrize("query", queries()["lacking"])
def test_what_is_not_in_here_is_said(query: str, home: Page) -> None:
    first(home, query)
    expect(home.locator(".answers .remark").first).to_contain_text("没有收录")


@pytest.mark.parametrize(("query", "wanted"), queries()["elsewhere"].items())
def test_what_is_told_elsewhere_is_said_and_who_tells_it(query: str, wanted: list[str], home: Page) -> None:
    kind, provider = wanted
    first(home, query)
    said = home.locator(".answers .ask-band").inner_text()
    before, after = SAYS["elsewhere"][kind].split("{provider}")
    assert said.startswith(SAYS["ours"])
    assert before in said
    assert after in said
    assert provider in said
    assert not re.search(r"\d{3}", said)  # no number that no document has
    assert home.locator(".answers .nothing").count() == 0


@pytest.mark.parametrize("query", [*queries()["first"], *queries()["nothing"]])
def test_nothing_else_is_told_elsewhere(query: str, home: Page) -> None:
    first(home, query)
    meant = any(word in query for word in ("不热", "停水", "泄漏", "水费"))
    assert home.locator(".answers .ask-band").count() == meant


@pytest.mark.parametrize("query", queries()["nothing"])
def test_nothing_found_says_what_to_do(query: str, home: Page) -> None:
    assert first(home, query) == ""
    advice = home.locator(".answers .nothing")
    expect(advice).to_contain_text(SAYS["advice"])
    links = advice.locator("a")
    assert links.count() == len(entries(loaded.checked()[1]))


_STEPS = """query => {
    const own = Object.prototype.hasOwnProperty;
    let steps = 0;
    Object.prototype.hasOwnProperty = function (key) { steps += 1; return own.call(this, key); };
    try { connectionGuides.find(query); } finally { Object.prototype.hasOwnProperty = own; }
    return steps;
}"""
"""How often the finder looks a word up."""


@pytest.mark.parametrize("part", ["shuiqinuan", "shui", "whs", "wuhaishuiqinuan", "a'", "鸟海", "乌海供暖"])
def test_a_longer_query_takes_no_more_than_in_proportion(part: str, home: Page) -> None:
    few, many = (home.evaluate(_STEPS, part * (size // len(part)) + "vvvv") for size in (44, 88))
    assert many <= 3 * few + 200


def test_of_a_query_without_end_only_the_beginning_is_looked_at(home: Page) -> None:
    begun = "wuhai " + "vvvv" * 30
    assert home.evaluate(_STEPS, begun * 1_000) <= 2 * home.evaluate(_STEPS, begun)
    assert home.evaluate(_STEPS, "\ufdfa" * 50_000) <= 5_000  # one sign that is written out as eighteen
    found = home.evaluate("query => connectionGuides.find(query).results.length", "乌海供暖" + " " * 200 + "x")
    assert found == home.evaluate("query => connectionGuides.find(query).results.length", "乌海供暖")


@pytest.mark.parametrize(("typed", "shown"), [("100%", "100%"), ("%E4%B8", "%E4%B8"), ("%", "%"), ("%E4%B9%8C", "乌")])
def test_an_address_that_was_cut_is_taken_as_it_is(typed: str, shown: str, home: Page) -> None:
    home.evaluate("typed => { location.hash = 'q=' + typed; dispatchEvent(new Event('hashchange')); }", typed)
    expect(home.locator("#find")).to_have_value(shown)


@pytest.mark.parametrize(("typed", "asked"), [("乌海\\ud83d", "乌海"), ("\\ude00乌海", "乌海"), ("乌海😀", "乌海😀")])
def test_half_a_sign_stops_nothing(typed: str, asked: str, home: Page) -> None:
    home.evaluate(
        """typed => {
            const input = document.querySelector('#find');
            input.value = JSON.parse('"' + typed + '"');
            input.dispatchEvent(new Event('input'));
        }""",
        typed,
    )
    assert home.evaluate("decodeURIComponent(location.hash)") == f"#q={asked}"
    expect(home.locator(".found a").first).to_be_visible()


# ---------------------------------------------------------------------------------------------------------- reading


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("长春市", "chang chun shi"),
        ("重庆市", "chong qing shi"),
        ("哈尔滨市", "ha er bin shi"),
        ("六安市", "lu an shi"),
        ("蚌埠市", "beng bu shi"),
        ("台州市", "tai zhou shi"),
        ("丽水市", "li shui shi"),
        ("乐清市", "yue qing shi"),
        ("铅山县", "yan shan xian"),
        ("长子县", "zhang zi xian"),
        ("重庆市丰都县", "chong qing shi feng du xian"),
        ("洪洞县", "hong tong xian"),
        ("长武县", "chang wu xian"),
        ("中韩（长春）国际合作示范区", "zhong han chang chun guo ji he zuo shi fan qu"),
    ],
)
def test_polyphonic_names_are_read_right(name: str, read: str) -> None:
    assert finder.syllables(name) == read


def test_every_section_of_the_vocabulary_is_on_every_guide(built: Path) -> None:
    sections = finder.vocabulary()["sections"]
    for one in loaded.checked()[1]:
        page = (built / "guides" / one.guide.address / "index.md").read_text(encoding="utf-8")
        found = re.findall(r'\{ #([a-z]+) \}|<\w+ [^>]*\bid="([a-z]+)"', page)
        anchors = {name for names in found for name in names}
        assert one.guide.reference or anchors >= {*sections} - {"classes"}, one.guide.address
        assert ("classes" in anchors) == (one.guide.address in _with_classes())


@cache
def _with_classes() -> set[str]:
    found = entries(loaded.checked()[1])
    names = {entry["letter"]: name for name, entry in utilities.known().items()}
    held = [one for those in finder.index(found)["classes"].values() for one in those]
    return {f"{found[int(one[:-1])].place.slug}/{names[one[-1]]}" for one in held}


def test_every_page_found_has_words(built: Path) -> None:
    index = finder.index([])
    pages = {meaning for meaning in index["words"] if meaning.endswith("/") and meaning[0] not in "/!"}
    assert pages == {*SAYS["kinds"]}
    assert {f"#{one}" for one in finder.vocabulary()["sections"]} <= {*SAYS["sections"]}
    assert {*finder.vocabulary()["site"]} == {*SAYS["site"]}
    assert all((built / "site" / one / "index.html").is_file() for one in finder.vocabulary()["site"])


# ------------------------------------------------------------------------------------------------------- by people


@pytest.fixture
def phone(browser: Browser, address: str) -> Iterator[Page]:
    """The home page as served, on a phone; any error of a script fails the test."""
    problems: list[str] = []
    with browser.new_context(viewport=PHONE) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto(f"{address}/")
        yield page
    assert problems == []


def test_without_scripts_the_list_is_complete(browser: Browser, address: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{address}/")
        assert page.locator("form.finder").is_hidden()
        links = {one.get_attribute("href") for one in page.locator(".places a").all()}
        for one in loaded.checked()[1]:
            assert {f"{one.city.slug}/", f"{one.guide.address}/"} <= links


def test_by_keyboard_alone(phone: Page) -> None:
    phone.locator("#find").focus()
    phone.keyboard.type("wuhai")
    phone.keyboard.press("Enter")
    expect(phone.locator(".found a").nth(0)).to_be_focused()
    phone.keyboard.press("ArrowDown")
    expect(phone.locator(".found a").nth(1)).to_be_focused()
    phone.keyboard.press("Escape")
    expect(phone.locator("#find")).to_be_focused()
    phone.keyboard.press("Enter")
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/wuhai/")
    phone.go_back()
    expect(phone.locator("#find")).to_have_value("wuhai")
    expect(phone.locator(".found a").first).to_have_attribute("href", "wuhai/")


def test_the_arrows_choose_among_what_is_offered_and_the_focus_stays(phone: Page) -> None:
    field, choices = phone.locator("#find"), phone.locator("[role=listbox] [role=option]")
    assert field.get_attribute("aria-expanded") == "false"
    field.focus()
    phone.keyboard.type("wuhai")
    expect(field).to_have_attribute("aria-expanded", "true")
    assert 1 < choices.count() <= 6
    assert phone.locator(f"#{field.get_attribute('aria-controls')}[role=listbox]").count() == 1
    for key, at in (
        ("ArrowDown", 0),
        ("ArrowDown", 1),
        ("ArrowUp", 0),
        ("ArrowUp", None),
        ("ArrowUp", choices.count() - 1),
    ):
        phone.keyboard.press(key)
        wanted = None if at is None else choices.nth(at).get_attribute("id")
        assert field.get_attribute("aria-activedescendant") == wanted
        assert [one.get_attribute("aria-selected") for one in choices.all()].count("true") == (at is not None)
        expect(field).to_be_focused()
    phone.keyboard.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    assert choices.count() == 0
    field.click()
    phone.keyboard.press("ArrowDown")
    phone.keyboard.press("ArrowDown")
    wanted_page = choices.nth(1).get_attribute("href")
    phone.keyboard.press("Enter")
    phone.wait_for_url(f"**/{wanted_page}")


def test_what_is_offered_moves_nothing_and_goes_with_the_focus(phone: Page) -> None:
    places = phone.locator(".places")
    before = places.bounding_box()
    phone.fill("#find", "暖气不热")
    assert phone.locator(".answers a").count()
    assert places.bounding_box() == before
    phone.locator(".staff a").first.focus()
    expect(phone.locator(".answers")).to_be_empty()
    phone.locator("#find").click()
    assert phone.locator(".answers a").count()
    phone.mouse.click(5, 5)
    expect(phone.locator(".answers")).to_be_empty()
    assert places.bounding_box() == before


def test_a_touch_leads_where_it_is_put(browser: Browser, address: str) -> None:
    with browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(f"{address}/")
        page.locator("#find").tap()
        page.keyboard.type("乌海供暖")
        page.locator("[role=option]").first.tap()
        page.wait_for_url("**/wuhai/heat/")


def test_the_status_is_announced(phone: Page) -> None:
    status = phone.locator(".finder [role=status]")
    phone.fill("#find", "鸟海")
    expect(status).to_contain_text(SAYS["slip"].format(typed="鸟海"))
    expect(status).to_contain_text("个结果")
    phone.fill("#find", "北京")
    expect(status).to_have_text(SAYS["nothing"].format(typed="北京"))
    phone.fill("#find", "")
    expect(status).to_have_text("")


def test_the_example_leads_somewhere(phone: Page) -> None:
    example = phone.locator("#find").get_attribute("placeholder") or ""
    assert first(phone, example.removeprefix("如："))


def test_targets_are_large_enough(phone: Page) -> None:
    phone.fill("#find", "乌海供暖")
    for target in phone.locator(".finder, .finder button, .found a, .places .picks a").all():
        box = target.bounding_box()
        assert box
        assert box["height"] >= 44, target.inner_text()


def test_typed_text_is_inert(phone: Page) -> None:
    phone.fill("#find", "<img src=x onerror=alert(1)>乌海")
    assert phone.locator(".answers img").count() == 0
    assert phone.locator(".found a").first.get_attribute("href") == "wuhai/"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("query", ["", "乌海供暖", "北京供暖", "暖气不热", "乌海容缺"])
def test_accessible(query: str, scheme: Any, browser: Browser, address: str) -> None:
    with browser.new_context(viewport=PHONE, color_scheme=scheme) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(f"{address}/")
        page.fill("#find", query)
        if "容缺" in query:
            page.press("#find", "Enter")
            page.locator(".texts .found a").first.wait_for()
        page.add_script_tag(path=AXE)
        found = page.evaluate("axe.run().then(result => result.violations.map(one => [one.id, one.nodes[0].html]))")
        assert found == []


# -------------------------------------------------------------------------------------------------- the whole text


def texts(page: Page, query: str) -> list[str]:
    """The addresses of the pages that say something, as found by Pagefind."""
    page.fill("#find", query)
    page.press("#find", "Enter")
    expect(page.locator(".texts [role=status]")).not_to_be_empty(timeout=20_000)
    return [str(one.get_attribute("href")) for one in page.locator(".texts .found a").all()]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("零等待", "/changchun-zhonghan/water/#"),
        ("蒙速办", "/wuhai/"),
        ("吉事办", "/changchun-zhonghan/water/#channels"),
        ("乌海12345", "/wuhai/"),
        ("乌海燃气 延伸服务", "/wuhai/gas/#ask"),
        ("客戶代表制", "/"),
        ("容缺受理", "/"),
        ("哈住建发〔2021〕176号", "/harbin/"),
        ("烟城[2020]28号", "/yantai/"),
    ],
)
def test_the_text_of_the_pages_is_found(query: str, wanted: str, phone: Page) -> None:
    found = texts(phone, query)
    assert found
    assert found[0].startswith(wanted), found


@pytest.mark.parametrize("query", ["北京供暖", "长沙", "电费", "宽带", "护照"])
def test_pages_that_do_not_say_it_are_not_found(query: str, phone: Page) -> None:
    assert texts(phone, query) == []


def test_only_the_place_and_the_utility_asked_for_until_all_are_wanted(phone: Page) -> None:
    assert all(one.startswith("/wuhai/heat/") for one in texts(phone, "乌海供暖 容缺"))
    phone.get_by_role("button", name=SAYS["wider"]).click()
    expect(phone.locator(".texts .found a").nth(2)).to_be_visible()


def test_only_readers_pages_are_searched(built: Path) -> None:
    found = {part: _searched(built / "site" / "pagefind" / part) for part in ("15", "42", "")}
    assert {"/wuhai/gas/", "/wuhai/", "/wuhai/prepare/"} <= found["15"]
    assert "/jingmen/form/" in found["42"]
    assert {"/about/", "/data/", "/compare/water/"} <= found[""]
    assert not any(name in path for path in set().union(*found.values()) for name in ("window", "notice", "help"))
    assert {one.removeprefix("/en").split("/")[1] for one in found["15"]} == {"wuhai"}, "each part is of its province"


def _searched(part: Path) -> set[str]:
    """The addresses of the pages in a part of the index."""
    pieces = (gzip.decompress(path.read_bytes()) for path in (part / "fragment").iterdir())
    return {json.loads(piece.removeprefix(b"pagefind_dcd"))["url"] for piece in pieces}


EVERY_PART = {"", "00", "15", "23", "37", "42"}


@pytest.mark.parametrize(
    ("query", "asked", "scope"),
    [
        ("乌海 容缺受理", {"15"}, "乌海市"),
        ("山东燃气 延伸服务", {"37"}, "烟台市、用气"),
        ("容缺受理", EVERY_PART, SAYS["everywhere"]),
        ("供暖 容缺受理", EVERY_PART, "用暖"),
    ],
)
def test_only_the_parts_that_are_meant_are_asked(query: str, asked: set[str], scope: str, phone: Page) -> None:
    seen: list[str] = []
    phone.on("request", lambda request: seen.append(request.url))
    assert texts(phone, query)
    expect(phone.locator(".texts [role=status]")).to_contain_text(scope)
    found = (re.search(r"/pagefind/(?:(\d\d)/)?pagefind-entry", one) for one in seen)
    assert {one[1] or "" for one in found if one} == asked


def test_after_one_place_another_is_asked_alone(phone: Page) -> None:
    texts(phone, "乌海 容缺受理")
    seen: list[str] = []
    phone.on("request", lambda request: seen.append(request.url))
    phone.fill("#find", "")
    texts(phone, "荆门 容缺受理")
    assert any("/pagefind/42/" in one for one in seen)
    assert not any("/pagefind/15/" in one for one in seen)


def test_in_another_language_the_texts_lead_to_its_pages(browser: Browser, address: str) -> None:
    with browser.new_context(locale="en") as context:
        page = context.new_page()
        page.goto(f"{address}/en/")
        found = texts(page, "Wuhai heat municipal boundary")
        assert found
        assert all(one.startswith("/en/wuhai/heat/") for one in found), found


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("湖北 供水", "jingmen/water/"),
        ("湖北省荆门用水", "jingmen/water/"),
        ("山东供暖", "yantai/heat/"),
        ("内蒙古自治区", "wuhai/"),
        ("neimenggu", "wuhai/"),
        ("黑龙江", "harbin/"),
        ("山东县供暖", ""),
        ("吉林省", ""),
    ],
)
def test_a_province_means_its_places(query: str, wanted: str, phone: Page) -> None:
    assert first(phone, query) == wanted


def test_from_a_disk_the_page_says_so(home: Page) -> None:
    assert texts(home, "容缺受理") == []
    expect(home.locator(".texts [role=status]")).to_have_text(SAYS["no_search"])


def test_under_a_strict_policy(browser: Browser, address: str) -> None:
    policy = "default-src 'none'; style-src 'self'; img-src 'self' data:; connect-src 'self'; script-src 'self' {}"
    for own, works in (("'wasm-unsafe-eval'", True), ("", False)):
        with browser.new_context() as context:
            page = context.new_page()
            page.route(f"{address}/", _with({"content-security-policy": policy.format(own)}))
            page.goto(f"{address}/")
            assert first(page, "乌海供暖") == "wuhai/heat/"
            assert bool(texts(page, "容缺受理")) == works


def _with(headers: dict[str, str]) -> Callable[[Route], None]:
    """A page as it is served, with headers added."""

    def answer(route: Route) -> None:
        response = route.fetch()
        route.fulfill(response=response, headers={**response.headers, **headers})

    return answer


def test_the_scripts_are_small() -> None:
    scripts = [ROOT / "templates" / "assets" / f"{name}.js" for name in ("find", "finder", "fulltext")]
    # names are found in two languages, provinces mean their places, the index is asked in parts, documents by number
    assert len(gzip.compress(b"".join(path.read_bytes() for path in scripts))) < 13_500

"""The server's configuration on a real nginx: pages in Chromium under its Content-Security-Policy, headers, 404."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from desk import Desk
from expected import ROOT
from playwright.sync_api import Browser, Page

from generator.cli import main
from generator.disk.outputs import MARKER
from generator.site import hosting, inert

UNPACKED = ROOT / "tests" / "nginx" / "usr" / "sbin" / "nginx"
_AROUND = """
daemon off;
{user}
pid "{folder}/pid";
error_log stderr;
events {{}}
http {{
    access_log off;
    client_body_temp_path "{folder}/body";
    proxy_temp_path "{folder}/proxy";
    fastcgi_temp_path "{folder}/fastcgi";
    uwsgi_temp_path "{folder}/uwsgi";
    scgi_temp_path "{folder}/scgi";
    include "{folder}/guides.conf";
}}
"""


def around(folder: Path) -> str:
    """What stands around our configuration; whoever tests also serves, as others may not be let into the checkout."""
    return _AROUND.format(folder=folder, user="user root;" if os.geteuid() == 0 else "")


def nginx() -> str:
    """The program; the test is skipped where there is none."""
    found = str(UNPACKED) if UNPACKED.is_file() else shutil.which("nginx")
    if found is None:
        pytest.skip("nginx is not there: .ci/setup test")
    return found


_DRAWING = (
    "<svg xmlns='http://www.w3.org/2000/svg'><script>document.documentElement.setAttribute('data-ran', 'yes')</script>"
    "<rect width='9' height='9'/></svg>"
)
RUNS = (
    "<script>alert(1)</script>",
    "<script\n>x</script>",
    "<script/x>y</script>",
    "<SCRIPT TYPE='TEXT/JAVASCRIPT'>x</SCRIPT>",
    "<script type=importmap>{}</script>",
    "<script data-x=' src=y'>x</script>",
    "<script src='data:text/javascript,x'></script>",
    "<img/onerror=alert(1) src=x>",
    "<IMG SRC=x OnError = 'a'>",
    "<body\nonload=x>",
    "<svg onload=x>",
    "<a title='x'onclick='y'>",
    '<a x=a"b y=">" onclick=z>',
    "<a title='>' onclick=x>",
    "<a href=' java\tscript:alert(1)'>",
    "<a href='java\nscript:x'>",
    "<a href='&#106;avascript:alert(1)'>",
    "<a href='JAVASCRIPT&colon;x'>",
    "<a href=vbscript:x>",
    "<a href = javascript:x>",
    "<a href='data:text/html,x'>",
    "<a href='\x01javascript:x'>",
    "<a xlink:href='javascript:alert(1)'/>",
    "<form action='javascript:x'>",
    "<button formaction=javascript:x>",
    "<object data='javascript:x'>",
    "<iframe srcdoc='x'>",
    "<base href='//x'>",
    "<meta name=x http-equiv=REFRESH content='0;url=x'>",
    "<animate attributeName=href values='x'/>",
    "<set attributeName='xlink:href' to='javascript:x'/>",
    "<a href='javascript:x' href='y'>",  # of two of a name the first counts
    "<!--><script>x</script>-->",
    "<!-- x --!><script>x</script>-->",
    "<svg><style><img src=x onerror=y></style></svg>",
    "<math><style><img src=x onerror=y></style></math>",
    "<p><![CDATA[><script>x</script>]]></p>",
    "<script href='x'>y</script>",
    "<script src='x'>y</script>",  # in a drawing `src` means nothing
    "<svg><script src='x'>y</script></svg>",
    "<script type='application/json'></script x><img src=x onerror=y>",
    "<img title=\xa0' onerror=x y=''>",  # white space for Python, not for a browser
    "<img title=\x0b' onerror=x y=''>",
    "<template shadowrootmode=open><script>x</script></template>",
    "<meta http-equiv='&#114;efresh' content='0'>",
    "<script src='//other.invalid/x.js'></script>",
    "<script src='https://other.invalid/x.js'></script>",
    "<script src='/\\other.invalid/x.js'></script>",
    "<script src='\t/\n/other.invalid/x.js'></script>",
    "<link rel=stylesheet href='//other.invalid/x.css'>",
    "<link rel='alternate stylesheet' href='//other.invalid/x.css'>",
    "<iframe src='https://other.invalid/'></iframe>",
    "<object data='https://other.invalid/x'></object>",
    "<embed src='//other.invalid/x'>",
    "<form action='https://other.invalid/'></form>",
    "<button formaction='//other.invalid/'></button>",
    "<img srcset='x.png 1x, //other.invalid/y 2x'>",
    "<a ping='x https://other.invalid/' href='y'></a>",
    "<svg><use href='https://other.invalid/x#y'/></svg>",
)
RUNS_IN_PAGES = (  # and not in drawings
    "<title><a title='</title><script>x</script>'></title>",
    "<textarea><a title='</textarea><script>x</script>'></textarea>",
    "<noscript><a title='</noscript><script>x</script>'></noscript>",
    "<xmp><a title='</xmp><img src=x onerror=y>'></xmp>",
)
RUNS_NOT = (
    "<script src='a/b.js' defer></script>",
    "<script type='application/ld+json'>{}</script>",
    "<a href='../x/?q#a'>",
    "<a href='tel:12345'>",
    "<a href='mailto:a@example.invalid'>",
    "<a href='#一、（一）'>",
    "<p>onclick=alert(1) javascript:alert(1)</p>",
    "<img src='data:image/png;base64,x'>",
    "<link rel=icon href='data:image/svg+xml,x'>",
    "<a title=' onclick=y' href='x'>",
    "<a href='https://example.invalid/javascript:x?y&amp;z'>",
    "<meta http-equiv=x-ua-compatible content='ie=edge'>",
    "<!-- <script>x</script> -->",
    "<code>&lt;script&gt;</code>",
    "<p title='<script>x</script>'>x</p>",
    "<textarea><script>x</script></textarea>",
    "<svg><![CDATA[><script>x</script>]]></svg>",
    "<img src=x/onerror=y>",  # all of it an address
    '<script type=\'application/json\'>{"a": "<img onerror=x>"}</script>',
    "<link rel=canonical href='https://other.invalid/'>",
    "<blockquote cite='https://other.invalid/'></blockquote>",
)
_SVG = "xmlns='http://www.w3.org/2000/svg'"
DRAWINGS: dict[str, str | bytes] = {
    "a.svg": f"<x:svg {_SVG.replace('=', ':x=')}><x:script>x</x:script></x:svg>",
    "b.svg": f"<一:svg {_SVG.replace('=', ':一=')}><一:script>x</一:script></一:svg>",
    "c.SVG": f"<svg {_SVG} xmlns:y='http://www.w3.org/1999/xlink'><a y:href='javascript:x'/></svg>",
    "d.svg": f"<!DOCTYPE svg [<!ENTITY a '&#60;script>x&#60;/script>'>]><svg {_SVG}>&a;</svg>",
    "e.svg": f"<!DOCTYPE svg [<!ATTLIST svg onload CDATA 'x'>]><svg {_SVG}/>",
    "f.svg": f"<?xml-stylesheet href='x.xsl' type='text/xsl'?><svg {_SVG}/>",
    "g.xml": "<x xmlns='http://www.w3.org/1999/xhtml'><script>x</script></x>",
    "h.xhtml": "<html xmlns='http://www.w3.org/1999/xhtml'><script>x</script></html>",
    "i.svg": f"<svg {_SVG}><![CDATA[<p title=']]><script>x</script>'></svg>",
    "j.svg": f"<svg {_SVG}><script>x</script></svg>".encode("utf-16"),
    "k.svg": f"<svg {_SVG}><script>x</script></svg>".encode("utf-16-be"),
    "l.svg": b"<?xml version='1.0' encoding = 'utf-7'?><svg>+ADw-script+AD4-</svg>",
    "m.html": b"<meta charset=iso-2022-jp><p>x</p>",
    "n.html": b"<meta http-equiv=content-type content='text/html; charset=utf-7'><p>x</p>",
    "o.html": "<p>\x00</p>",
}
"""Files that run something, or that a browser may read otherwise than they are looked at here."""
HARMLESS: dict[str, str | bytes] = {
    "a.html": b"<meta charset=\"utf-8\"><meta http-equiv=content-type content='text/html; charset= UTF-8'>",
    "b.svg": f"<?xml version='1.0' encoding='UTF-8'?><svg {_SVG}><path d='x'/></svg>",
    "feed.xml": "<feed xmlns='http://www.w3.org/2005/Atom'><link rel='self' href='https://x.invalid/f'/>"
    "<entry><link rel='related' href='https://x.invalid/a/'/></entry></feed>",
    "c.js": "<script>x</script>",
}


def _kind(page: Path) -> str:
    """What pages of one kind have in common: cities and utilities are alike."""
    path = re.sub(r"\b(water|gas|heat)\b", "utility", page.as_posix())
    return re.sub(r"^(changchun-zhonghan|harbin|jingmen|wuhai|yantai)\b", "city", path)


def kinds(site: Path) -> list[str]:
    """One page of each kind, and the first that is defined by reference."""
    found: dict[str, Path] = {}
    for path in sorted(page.relative_to(site) for page in site.rglob("index.html")):
        found.setdefault(_kind(path), path)
    return [path.as_posix().removesuffix("index.html") for path in (*found.values(), Path("jingmen/heat/index.html"))]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(site: Path, folder: Path, *, sheets: int | None = None) -> Iterator[str]:
    """The address of a site behind nginx with our configuration, on the loopback; what nginx writes is in `folder`.

    `sheets`: the port of the program that prints what the site lacks.
    """
    port = _free_port()
    written = hosting.nginx(site, str(site), f"127.0.0.1:{port}", sheets)
    moved = written.replace("/var/cache/guides-sheets", str(folder / "sheets"))
    (folder / "guides.conf").write_text(moved, encoding="utf-8")
    (folder / "nginx.conf").write_text(around(folder), encoding="utf-8")
    command = [nginx(), "-c", str(folder / "nginx.conf"), "-p", str(folder)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            _wait(port, process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def server(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The built site behind nginx."""
    with serving(built / "site", tmp_path_factory.mktemp("nginx")) as address:
        yield address


def _wait(port: int, process: subprocess.Popen[str]) -> None:
    for _ in range(200):
        if process.poll() is not None:
            raise AssertionError(process.stderr and process.stderr.read())
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError


def headers(address: str, **given: str) -> dict[str, str]:
    """The answer's headers in small letters, its code as `code`."""
    try:
        with urlopen(Request(address, headers=given)) as answer:  # noqa: S310  the loopback
            return {"code": str(answer.status), **{name.lower(): value for name, value in answer.headers.items()}}
    except HTTPError as error:
        return {"code": str(error.code), **{name.lower(): value for name, value in error.headers.items()}}


# ------------------------------------------------------------------------------------------------------- browser


def _watched(page: Page) -> list[str]:
    """What the browser refuses or complains of, as it happens."""
    found: list[str] = []
    page.on("console", lambda message: found.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on(
        "requestfailed", lambda request: found.append(request.url) if request.failure != "net::ERR_ABORTED" else None
    )
    return found


def test_no_page_breaks_the_policy_or_asks_another_host(server: str, built: Path, browser: Browser) -> None:
    asked: list[str] = []
    with browser.new_context() as context:
        page = context.new_page()
        found = _watched(page)
        page.on("request", lambda request: asked.append(request.url))
        for path in kinds(built / "site"):
            answer = page.goto(f"{server}/{path}")
            assert answer is not None
            assert answer.ok
            page.wait_for_load_state("networkidle")
            assert found == [], path
            assert page.locator("html.settable").count() == 1, "the script in the head did not run"
        assert context.cookies() == []
    assert len(asked) > 20
    assert [url for url in asked if not url.startswith(server)] == []


def test_what_a_page_does_is_allowed(server: str, browser: Browser, tmp_path: Path) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        found = _watched(page)
        page.goto(f"{server}/wuhai/gas/#_=1&_d=2026-03-02&external_line=true&flow=80&low_risk=false&points=2")
        page.locator(".verdict").first.wait_for()
        page.goto(f"{server}/jingmen/form/")
        page.locator("[data-field] input[type=text]").first.fill("虚构")
        with page.expect_download() as download:
            page.locator("[data-act=save]").first.click()
        download.value.save_as(tmp_path / "form.json")
        assert "虚构" in (tmp_path / "form.json").read_text(encoding="utf-8")
        assert found == []


def test_a_foreign_script_would_not_run(server: str, browser: Browser) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{server}/")
        page.evaluate("""() => {
          const script = document.createElement('script');
          script.textContent = 'window.ran = true';
          document.body.append(script);
        }""")
        assert page.evaluate("window.ran") is None


def test_the_page_for_what_is_not_there_is_our_own(server: str, browser: Browser) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        found = _watched(page)
        for path in ("/no/such/place/", "/assets/", "/wuhai/gas/no.pdf"):
            answer = page.goto(server + path)
            assert answer is not None
            assert answer.status == 404, path
            page.locator("article a.button").click()
            page.wait_for_url(f"{server}/")
        assert all("404" in text for text in found), found  # Chromium notes the code itself


# ------------------------------------------------------------------------------------------------------- headers


def test_security_headers(server: str) -> None:
    for path in ("/", "/wuhai/gas/guide.json", "/wuhai/gas/checklist.pdf", "/no/such/place"):
        found = headers(server + path)
        assert found["x-content-type-options"] == "nosniff"
        assert found["referrer-policy"] == "no-referrer"
        assert "geolocation=()" in found["permissions-policy"]
        assert "set-cookie" not in found
        assert re.search(r"\d", found["server"]) is None
    assert "content-security-policy" not in headers(f"{server}/wuhai/gas/checklist.pdf")  # the viewer has its own


def test_the_policy_allows_scripts_of_the_site_only(server: str, built: Path) -> None:
    found = headers(f"{server}/wuhai/gas/")["content-security-policy"]
    assert found == hosting.policy(built / "site")
    assert "unsafe" not in found.replace("'wasm-unsafe-eval'", "")
    assert "frame-ancestors 'self'" in found
    assert "sha256" not in found  # no page of ours has a script inside
    assert found.startswith("default-src 'none'; script-src 'self'")


def test_the_full_text_search_may_run_where_there_is_one(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<script type='application/json'>{}</script>")
    assert "'wasm-unsafe-eval'" not in hosting.policy(tmp_path)
    (tmp_path / "pagefind").mkdir()
    assert "'wasm-unsafe-eval';" in hosting.policy(tmp_path)


@pytest.mark.parametrize("page", RUNS)
def test_what_would_run_is_noticed(page: str) -> None:
    assert inert.faults(f'<!doctype html><p title="it\'s">x</p>{page}')
    assert inert.faults(f"<svg xmlns='http://www.w3.org/2000/svg'>{page}</svg>")


@pytest.mark.parametrize("page", RUNS_IN_PAGES)
def test_what_would_run_in_a_page_alone_is_noticed(page: str) -> None:
    assert inert.faults(f"<!doctype html><p>x</p>{page}")


@pytest.mark.parametrize("page", RUNS_NOT)
def test_what_would_not_run_is_let_pass(page: str) -> None:
    assert inert.faults(f"<!doctype html><p>x</p>{page}") == ()


def _noticed(files: dict[str, str | bytes], folder: Path) -> set[str]:
    """Which of some files something is wrong with."""
    for name, text in files.items():
        (folder / name).write_bytes(text.encode() if isinstance(text, str) else text)
    return {one.partition(": ")[0] for one in inert.among({name: folder / name for name in files})}


def test_drawings_and_data_run_nothing_and_are_read_by_browsers_as_by_us(tmp_path: Path) -> None:
    assert _noticed(DRAWINGS, tmp_path) == set(DRAWINGS)
    assert _noticed(HARMLESS, tmp_path) == set()


def test_what_a_browser_runs_is_noticed(browser: Browser) -> None:
    """Of what runs as soon as a page is there, no page runs what is not noticed."""
    mark, ran = "document.documentElement.dataset.ran=1", []
    with browser.new_context() as context:
        page = context.new_page()
        for text in (*RUNS, *RUNS_IN_PAGES, *RUNS_NOT):
            own = re.sub(r"(onerror=|onload=)[xy]", rf"\1{mark}", re.sub(r">[xy]</script>", f">{mark}</script>", text))
            if own != text:
                page.set_content(f"<!doctype html><p>x</p>{own}")
                ran += [text] if page.evaluate("document.documentElement.dataset.ran") else []
    assert len(ran) > 10
    assert [text for text in ran if not inert.faults(text)] == []


@pytest.mark.parametrize("name", ["index.html", "a/index.html", "a/flow.svg"])
def test_no_configuration_for_a_site_in_which_something_would_run(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "index.html").write_text("<p>x</p>", encoding="utf-8")
    assert main(["nginx", "--site", str(tmp_path)]) == 0
    assert "sha256" not in capsys.readouterr().out
    (tmp_path / name).write_text("<p>x</p><script>alert(1)</script>", encoding="utf-8")
    assert main(["nginx", "--site", str(tmp_path)]) == 1
    out, said = capsys.readouterr()
    assert (out, f"{name}: a script inside the page" in said, "Traceback" in said) == ("", True, False)


@pytest.mark.build
@pytest.mark.parametrize("draft", [[], ["--draft"]])
def test_a_site_in_which_something_would_run_is_not_built(draft: list[str], tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.edit("templates/pages/footer.md", "<p>", "<p onclick='alert(1)'>")
    code, said = desk.done("build", *draft)
    assert (code, "nowhere/water/index.html: runs: <p onclick=…>" in said) == (1, True), said
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize("name", ["drawing.svg", "drawing.xml", "drawing.dmn"])
def test_a_drawing_runs_no_script(name: str, tmp_path: Path, browser: Browser) -> None:
    """A file of each kind that a browser shows with scripts in it, put into the site behind the back of the program."""
    site, around_it = tmp_path / "site", tmp_path / "nginx"
    site.mkdir()
    around_it.mkdir()
    (site / "index.html").write_text("<p>x</p>", encoding="utf-8")
    with browser.new_context() as context, serving(site, around_it) as address:
        (site / name).write_text(_DRAWING, encoding="utf-8")
        page = context.new_page()
        page.goto(f"{address}/{name}")
        assert page.evaluate("document.documentElement.localName") == "svg"
        assert page.evaluate("document.documentElement.getAttribute('data-ran')") is None
        if name.endswith("dmn"):
            return  # on a disk nobody knows what it is
        page.goto((site / name).as_uri())
        assert page.evaluate("document.documentElement.getAttribute('data-ran')") == "yes"  # as it would elsewhere


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/wuhai/gas/", "text/html; charset=utf-8"),
        ("/wuhai/gas/guide.json", "application/json"),
        ("/wuhai/gas/guide.jsonld", "application/ld+json"),
        ("/wuhai/gas/guide.ttl", "text/turtle; charset=utf-8"),
        ("/wuhai/gas/decisions.dmn", "application/xml"),
        ("/wuhai/gas/checklist.pdf", "application/pdf"),
        ("/disclosure.csv", "text/csv; charset=utf-8"),
        ("/assets/site.css", "text/css; charset=utf-8"),
        ("/assets/interview.js", "text/javascript; charset=utf-8"),
    ],
)
def test_types(path: str, kind: str, server: str) -> None:
    assert headers(server + path)["content-type"] == kind


def test_every_kind_of_file_has_a_type(built: Path) -> None:
    known = re.findall(r"^ {8}\S+/\S+ ([a-z ]+);$", hosting.nginx(built / "site", "/srv/site", "8080"), re.MULTILINE)
    files = [path for path in (built / "site").rglob("*") if path.is_file() and path.name != MARKER]
    found = {path.suffix[1:] for path in files if "pagefind" not in path.parts}
    assert found <= set(" ".join(known).split())


def test_caching(server: str, built: Path) -> None:
    hashed = next((built / "site" / "pagefind" / "fragment").iterdir()).relative_to(built / "site")
    assert "immutable" in headers(f"{server}/{hashed}")["cache-control"]
    for path in ("/wuhai/gas/", "/assets/site.css", "/wuhai/gas/tables.js", "/wuhai/gas/checklist.pdf"):
        first = headers(server + path)
        assert first["cache-control"] == "no-cache"
        assert headers(server + path, **{"If-None-Match": first["etag"]})["code"] == "304"


def test_text_is_compressed_and_print_is_not(server: str) -> None:
    wanted = {"Accept-Encoding": "gzip"}
    for path in ("/wuhai/gas/", "/assets/site.css", "/wuhai/gas/guide.json", "/wuhai/gas/guide.ttl"):
        assert headers(server + path, **wanted)["content-encoding"] == "gzip", path
    assert "content-encoding" not in headers(f"{server}/wuhai/gas/checklist.pdf", **wanted)


def test_an_address_without_its_last_stroke_is_led_on(server: str) -> None:
    with urlopen(f"{server}/wuhai/gas") as answer:  # noqa: S310  the loopback
        assert answer.url == f"{server}/wuhai/gas/"


def test_data_may_be_read_from_elsewhere(server: str) -> None:
    assert headers(f"{server}/wuhai/gas/guide.json")["access-control-allow-origin"] == "*"
    assert "access-control-allow-origin" not in headers(f"{server}/wuhai/gas/")


@pytest.mark.parametrize("name", ["带 空格 的目录", "with ' quote; and #", "closed"])
def test_wherever_the_site_lies(name: str, tmp_path: Path) -> None:
    """Also where nobody else is let in: a home with mode 700, /root."""
    site = tmp_path / name / "site"
    site.mkdir(parents=True)
    (site / "index.html").write_text("<p>虚构", encoding="utf-8")
    site.parent.chmod(0o700)
    with serving(site, site.parent) as server, urlopen(f"{server}/") as answer:  # noqa: S310  the loopback
        assert answer.read().decode("utf-8") == "<p>虚构"


# -------------------------------------------------------------------------------------------------- command line


@pytest.mark.parametrize(
    "arguments", [["--site", "nowhere-at-all"], ["--root", "relative"], ["--root", '/srv/"; evil']]
)
def test_wrong_folders(arguments: list[str], built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = arguments if "--site" in arguments else [*arguments, "--site", str(built / "site")]
    assert main(["nginx", *given]) == 2
    assert capsys.readouterr().err.strip()


def test_a_port_is_no_place_for_anything_else(built: Path) -> None:
    assert main(["nginx", "--site", str(built / "site"), "--listen", "8080; evil"]) == 2


def test_the_command_prints_the_configuration(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--site", str(built / "site"), "--root", "/srv/www/site", "--listen", "[::]:8080"]
    assert main(["nginx", *arguments]) == 0
    said = capsys.readouterr().out
    assert 'root "/srv/www/site";' in said
    assert "listen [::]:8080;" in said
    assert "&#39;" not in said

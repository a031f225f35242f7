"""The scripts of the pages by themselves: their own tests in Node.js; and that the checks see what they are for."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
from expected import ROOT
from nodejs import FOLDER, PACKAGES, node

from generator.pages.browser.interview import sentences
from generator.words.catalogue import words

ESLINT = PACKAGES / "eslint" / "bin" / "eslint.js"
TSC = PACKAGES / "typescript" / "bin" / "tsc"


def run(command: list[str], said: str = "") -> tuple[int, str]:
    """The exit code of a command that reads some text, and what it says."""
    done = subprocess.run(command, input=said, capture_output=True, encoding="utf-8", cwd=ROOT, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("name", ["dates", "decide", "find", "form", "typed"])
def test_by_itself(name: str) -> None:
    code, said = run(node(Path("--test"), "--test-reporter=tap", FOLDER / f"{name}.test.mjs"))
    assert code == 0, said
    (passed,) = re.findall(r"^# pass (\d+)$", said, re.MULTILINE)
    assert int(passed) >= 20


def linted(script: str) -> tuple[int, str]:
    """What eslint says of a function in a script of the pages."""
    options = ["--config", str(FOLDER / "eslint.config.mjs"), "--stdin", "--stdin-filename", "templates/assets/x.js"]
    return run(node(ESLINT, *options), f'(() => {{\n  "use strict";\n  {script}\n}})();\n')


@pytest.mark.slow
@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("var one = 1; console.log(one);", "no-var"),
        ("let one = 1; console.log(one);", "prefer-const"),
        ("const one = 1;", "no-unused-vars"),
        ("if (location.hash == 1) location.reload();", "eqeqeq"),
        ("console.log(structuredClone({}));", "no-restricted-globals"),
        ("class One { #hidden = 1; } console.log(One);", "Parsing error"),
        ("[1].forEach(function (one) { console.log(one); });", "prefer-arrow-callback"),
    ],
)
def test_the_linter_sees_faults_and_what_old_browsers_do_not_read(script: str, said: str) -> None:
    code, found = linted(script)
    assert code == 1
    assert said in found


@pytest.mark.slow
def test_the_linter_has_nothing_against_what_they_read() -> None:
    assert linted("const { hash } = location; console.log(hash?.length ?? 0);") == (0, "")


def given(kind: str, name: str) -> str:
    """A script that takes the words of a name, of which templates use some, for the words that scripts use."""
    held = sentences() if name == "interview" else words()[name]
    return f"const all = {json.dumps(held)};\n/** @type {{{kind}}} */ const said = all; console.log(said);"


OURS = "const ours = /** @type {ConnectionGuides} */ (window.connectionGuides ??= {}); console.log(ours);"
SCRIPTS = {
    "window.GUIDES = {};": "Property 'GUIDES' does not exist",
    "ours.guide = {};": "Property 'guide' does not exist",
    "ours.find?.(7);": "not assignable to parameter of type 'string'",
    "console.log(ours.index.places);": "possibly 'undefined'",
    "console.log(new Decide({ inputs: [] }));": "'Decide' only refers to a type",
    "console.log([1].at(0));": "Property 'at' does not exist",
    "ours.words.abuot.trim();": "Property 'abuot' does not exist",
    given("InterviewWords", "form"): "not assignable to type 'InterviewWords'",
    given("InterviewWords", "interview"): "",
    given("FinderWords", "finder"): "",
    given("FormWords", "form"): "",
    "console.log(ours.find?.('a').within.place, ours.words.about);": "",
}
"""Scripts, and what TypeScript says of each."""


@pytest.mark.slow
def test_types_see_what_is_not_agreed_between_scripts(tmp_path: Path) -> None:
    settings = {"extends": str(ROOT / "tsconfig.json"), "include": [str(ROOT / "templates" / "globals.d.ts"), "*.js"]}
    (tmp_path / "tsconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    for number, script in enumerate(SCRIPTS):
        (tmp_path / f"{number}.js").write_text(f"(() => {{ {OURS} {script} }})();\n", encoding="utf-8")
    said = run(node(TSC, "--project", tmp_path))[1].splitlines()
    for number, wanted in enumerate(SCRIPTS.values()):
        found = [line for line in said if re.search(rf"\b{number}\.js\(", line)]
        assert len(found) == bool(wanted), found
        assert wanted in "".join(found)

"""Cases as folders: `cases/<name>/policies` in, `cases/<name>/guides` out; a new case needs no Python.

Nothing is found in a case but what its own waivers let stand. One with `originals/` proves its quotations too. `make
refresh` rewrites what is expected.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from expected import pages as pages_of
from expected import same

from generator import checks

CASES = sorted(path for path in (Path(__file__).parent / "cases").iterdir() if path.is_dir())


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_policy_in_pages_out(case: Path, *, refresh: bool) -> None:
    originals = case / "originals" if (case / "originals").is_dir() else None
    loaded, resolved, findings = checks.check(case / "policies", originals)
    assert [str(one) for one in findings if one.code != "waived"] == []
    pages = pages_of(resolved, loaded)
    for name, text in pages.items():
        same(case / "guides" / name, text, refresh=refresh)
    expected = {path.relative_to(case / "guides").as_posix() for path in (case / "guides").rglob("*.md")}
    assert set(pages) == expected

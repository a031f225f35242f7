"""Where the parts of this program lie: code, templates, fonts, the settings of the site's engine."""

from __future__ import annotations

from pathlib import Path

CODE = Path(__file__).parent
ROOT = CODE.parent
"""The checkout; of an installed program the folder into which it was installed."""
INSTALLED = (CODE / "templates").is_dir()
"""Whether this program was installed from a wheel, which carries the templates inside the package."""
TEMPLATES = CODE / "templates" if INSTALLED else ROOT / "templates"
PROGRAM = "guides" if INSTALLED else "python -m generator"
"""How people call this program."""
FONTS = TEMPLATES / "fonts"
CONFIG = TEMPLATES / "mkdocs.yml"
"""The settings of MkDocs, paths aside."""

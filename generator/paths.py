"""Where the parts of this program lie: templates, fonts, the settings of the site's engine."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parent.parent
"""The checkout."""
CODE = ROOT / "generator"
TEMPLATES = ROOT / "templates"
FONTS = TEMPLATES / "fonts"
CONFIG = ROOT / "mkdocs.yml"
"""The settings of MkDocs."""

"""Where the parts of this program lie: code, templates, fonts, the settings of the site's engine."""

from __future__ import annotations

from pathlib import Path

CODE = Path(__file__).parent
ROOT = CODE.parent
"""The checkout; of an installed program the folder into which it was installed."""
TEMPLATES = next(folder for folder in (CODE / "templates", ROOT / "templates") if folder.is_dir())
"""Ours: a wheel carries them inside the package, since nothing but packages is found again once it is installed."""
FONTS = TEMPLATES / "fonts"
CONFIG = TEMPLATES / "mkdocs.yml"
"""The settings of MkDocs, paths aside."""

"""From policy documents entered as YAML to guides people can rely on, as a static site and on paper."""

VERSION = "1.0.0"
"""Of the engine: the wheel and `--version` take it from here; CHANGELOG.md says what changes for publishers."""

"""How things are called: catalogue, language, conditions, templates."""

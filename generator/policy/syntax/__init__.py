"""YAML files as people write them: text, slips of the keyboard, syntax, a tree with the position of every value."""

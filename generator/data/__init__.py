"""The same facts for machines: JSON with its schema, JSON-LD, CPSV-AP, lists, workbooks, the feed of changes."""

"""Print sheets: HTML laid out as PDF, and the fields of forms."""

"""Decision tables (OMG DMN 1.5): what holds for an applicant, and where a table has gaps and overlaps."""

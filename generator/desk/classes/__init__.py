"""The table of classes while it is being entered: cells, maps, gaps and overlaps."""

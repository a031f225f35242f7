"""What official documents say: their text, its clauses, and the figures and dates in it as people write them."""

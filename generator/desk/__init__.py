"""What editors use: proposals out of a document, a new place, the fact sheet, what a change means, reviews."""

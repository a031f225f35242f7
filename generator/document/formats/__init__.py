"""The kinds of documents, a module each: what one says, part by part, in the order in which it is read."""

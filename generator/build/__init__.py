"""A build: what is made, step by step, by whom, on what it depends, and where it is published."""

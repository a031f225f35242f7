"""Drawings: the steps in lanes, bars of time limits; each with its text. No words, no markup."""

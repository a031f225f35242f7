"""Drawings: procedures that branch, bars of time limits; each with its text."""

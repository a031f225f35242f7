"""What each medium shows of a telling, as lines."""

"""What was found of some places before a day is asked about: to be kept and read again without the models."""

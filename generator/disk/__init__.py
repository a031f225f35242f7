"""What lies on the disk: folders renewed whole, the outputs that may be written, the store of what was made."""

"""A place as the editing desk shows it: what is on the disk, what is proposed, asked, tried, signed, replaced."""

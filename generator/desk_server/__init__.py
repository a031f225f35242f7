"""The editing desk over HTTP, for this machine alone."""

"""Print sheets as PDF, each printed when it is first asked for, for the web server of a site that has none."""

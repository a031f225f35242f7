"""What a utility supplies of itself: the form by which it is asked, the rules of the answers, the short file."""

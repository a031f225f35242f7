"""What readers are told: words, escaping, quantities and conditions in words, what is silent, comparable or missing."""

"""What a policy file says, thing by thing, and how a change of it is written into as few lines as can be."""

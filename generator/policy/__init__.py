"""What a policy can say, and how its files become that: the model, conditions, loading, resolving."""

"""What operations can do: teams, capacity, product attributes, service measures and their history."""

"""Post-mortems, causes, improvements, training and metrics over time."""

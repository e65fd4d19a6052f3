"""Joint plans: dialogue, causes, options, the locked decision, actions, contingencies and agreement."""

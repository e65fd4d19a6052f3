"""The verbs of the product for programs."""

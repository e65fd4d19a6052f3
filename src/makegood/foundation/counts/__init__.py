"""What all serving processes count together for a while: tries to sign in."""

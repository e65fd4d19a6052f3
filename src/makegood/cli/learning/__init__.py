"""``makegood learn``: what the past says could be set better. It proposes, and changes nothing."""

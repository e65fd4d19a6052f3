"""What trackers say ↔ work as it is kept here: the contract of a tracker, and how its issues become items."""

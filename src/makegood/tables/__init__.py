"""Tables that people and systems send: read, matched with fields, looked at, brought in, and sent back to mend."""

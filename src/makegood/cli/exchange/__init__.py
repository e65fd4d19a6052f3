"""``makegood push`` and ``makegood pull``: the promises of a folder to a server and back, through its API."""

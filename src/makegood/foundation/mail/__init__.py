"""Mail to the outside: queued with the change it tells of, sent by the worker, known again by its Message-ID."""

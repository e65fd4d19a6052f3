"""What every room stands on: history, outbox, timers, approvals, working calendars, search, clock, ids and errors."""

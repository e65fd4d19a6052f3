"""Plans of communication, messages, their checks and approvals, delivery, the notice clock and pulses."""

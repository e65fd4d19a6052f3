"""Durable timers: when one is due, news is announced once; a restart loses none."""

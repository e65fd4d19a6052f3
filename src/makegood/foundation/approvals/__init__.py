"""Approvals of what somebody saw: a change takes back those that covered what changed, and no other."""

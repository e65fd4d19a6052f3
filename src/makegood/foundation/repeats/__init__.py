"""Requests that a program sends again because it does not know whether they arrived: done once, answered alike."""

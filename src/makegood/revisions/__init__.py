"""The revised promise and the gates that it passes in order."""

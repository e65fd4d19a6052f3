"""The demo company: people, customers and words, filled in through the same services that everybody uses."""

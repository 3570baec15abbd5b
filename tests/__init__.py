"""The tests. A name is a sentence; a table row carries its reason."""

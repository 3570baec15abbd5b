"""The experiments behind the topic model: what was tried, on which rows, with which result."""

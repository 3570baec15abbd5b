"""Store: what the service remembers. PostgreSQL behind the ports; numbers and words are sealed before they get here."""

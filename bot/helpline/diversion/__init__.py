"""The diversion case: a child in conflict with the law is helped to put things right outside court. Pure rules."""

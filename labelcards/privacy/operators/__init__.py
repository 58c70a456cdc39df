"""What can be done with a finding, one operator per file: ``(value, entity type, …) → text``."""

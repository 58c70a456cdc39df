"""The agreement figures of one question."""

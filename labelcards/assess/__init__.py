"""Which metric applies to which kind of label, and the documents that result."""

"""The built-in name and place tagger: a linear-chain CRF with its own small decoder."""

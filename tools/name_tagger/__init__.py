"""Training of the built-in name tagger: sentences from templates, CRFsuite, and the file that labelcards ships."""

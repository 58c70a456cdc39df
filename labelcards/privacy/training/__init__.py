"""How the name tagger is made: own templates, invented fillings, a seeded generator, and the export of the trained weights."""

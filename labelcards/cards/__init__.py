"""Documents of a label version, made into pages, exports and views of a difference."""

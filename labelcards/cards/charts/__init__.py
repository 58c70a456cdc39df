"""Charts as SVG that belongs to its page."""

"""Pages made into folders of HTML: the only place that runs the site engine."""

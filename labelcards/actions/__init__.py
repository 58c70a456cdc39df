"""What commands do that is no stage of the pipeline."""

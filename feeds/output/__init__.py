"""The output directory: documents put there whole, generations of it, and compressed twins."""

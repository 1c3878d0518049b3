"""Documents put into the output directory, and handed on."""

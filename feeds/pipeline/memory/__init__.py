"""The memory of a run: its copy, and what published feeds say where it was lost."""

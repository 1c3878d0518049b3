"""Many posts read, in chunks and by several processes, in the order of their paths."""

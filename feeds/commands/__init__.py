"""The commands: what a person types, one file each, with what it prints beside it."""

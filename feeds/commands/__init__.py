"""The commands, one file each; beside them, the files that format their output."""

"""The entries that each feed carries, where it ends, and what that changes for subscribers."""

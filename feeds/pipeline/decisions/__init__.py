"""What becomes of an issue, decided and put into the store."""

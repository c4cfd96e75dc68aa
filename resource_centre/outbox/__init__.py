"""Messages to people, written in the same transaction as what they tell."""

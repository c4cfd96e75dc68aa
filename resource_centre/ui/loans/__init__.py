"""Loans: out, due, back, ready again."""

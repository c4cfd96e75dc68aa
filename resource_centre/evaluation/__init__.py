"""Evaluation forms and their answers."""

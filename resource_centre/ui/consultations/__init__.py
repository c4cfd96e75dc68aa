"""Consultations: the inbox, one request with its conversation, meetings."""

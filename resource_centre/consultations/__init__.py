"""Consultation requests, triage and appointments."""

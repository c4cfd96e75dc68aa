"""Booking: the dialog, its consequences, and when something can be done."""

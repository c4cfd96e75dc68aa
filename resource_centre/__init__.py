"""Resource Centre: labs, consultations, events, ambassadors and the monthly summary in one window."""

__version__ = "0.1.0"

"""Courses: sessions, enrolments, attendance, certificates, commitments."""

"""Courses, enrolments and cascade commitments."""

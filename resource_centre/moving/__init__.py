"""Moving whatever stands in a calendar through the feature that it belongs to."""

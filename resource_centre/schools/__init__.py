"""The register of schools."""

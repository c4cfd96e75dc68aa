"""The jobs of the product's first table, each done by a person at a real window."""

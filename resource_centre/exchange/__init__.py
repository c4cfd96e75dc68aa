"""Import and export: CSV, XLSX, ICS."""

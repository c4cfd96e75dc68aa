"""The database: engine, types, the one transaction, upgrades, backups."""

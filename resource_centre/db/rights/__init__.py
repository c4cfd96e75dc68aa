"""Rights that the PostgreSQL server itself enforces: logins, row policies, hidden columns, guards."""

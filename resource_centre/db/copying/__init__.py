"""Moving data between databases: a whole copy, one centre taken home, a centre's file merged into a server."""

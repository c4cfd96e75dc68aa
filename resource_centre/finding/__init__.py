"""Finding anything by its name: what the actor may read at a centre, as entries for a shelf. Reads only."""

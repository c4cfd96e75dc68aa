"""The timeline: rows of bookables across time, painted by the program itself."""

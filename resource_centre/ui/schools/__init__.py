"""Schools: the register, and what each has to do with the centre."""

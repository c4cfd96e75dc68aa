"""Resources: the register of labs and equipment."""

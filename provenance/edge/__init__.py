"""Everything that touches the world. The rooms do not know each other."""

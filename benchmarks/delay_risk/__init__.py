"""How well the delay risk foresees: simulated shipments, and the figures on them."""

"""What comes in from the shop's systems and what goes out to them, as events (docs/orders.md, docs/cases.md)."""

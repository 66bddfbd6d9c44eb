"""How fast, how large and how safe an import of orders is, against a stand-in for the table."""

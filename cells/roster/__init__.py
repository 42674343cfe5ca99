"""The roster from and to Excel: columns, reading, lines, and what an import would change."""

"""English as the paper writes it: 22 November 2026, 09:30."""

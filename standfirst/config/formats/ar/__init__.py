"""Arabic as the paper writes it, with figures that browsers write, too: 22 نوفمبر 2026، 09:30."""

"""A read replica, played by a real hot standby of the process's own PostgreSQL."""

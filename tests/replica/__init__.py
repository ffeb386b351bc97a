"""A read replica, played by a real hot standby of the run's own PostgreSQL."""

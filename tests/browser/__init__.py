"""The paper in a real browser: whole stories with JavaScript, and every kind of page."""

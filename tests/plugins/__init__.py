"""What pytest needs to know of Standfirst: a site folder, a database, foreign data, a browser, counts."""

"""Standfirst: publishing, discussion and money for a reader-funded newspaper."""

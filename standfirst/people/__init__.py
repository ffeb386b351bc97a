"""Whoever acts: User (signs in), Person (writes, votes, reports, gives), roles, standing, badges.

Promises: reading never makes a person or a cookie; every act has one row to point to.
"""

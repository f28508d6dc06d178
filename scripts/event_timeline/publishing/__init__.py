"""What is done before a package is given to a repository: its deposit assembled, and looked at as assessors do."""

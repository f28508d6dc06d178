"""GEO: places, their codes and coordinates, and what lies within what."""

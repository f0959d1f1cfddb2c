"""Build time only: turns docs/, demos/ and gdzoo/ into the static pages of site/."""

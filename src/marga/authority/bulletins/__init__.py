"""The authority's bulletins: cubes collected from the sides, drafts made of them, and what was published."""

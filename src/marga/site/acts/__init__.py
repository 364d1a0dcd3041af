"""What sides that record acts share: an act, its content, what it changes, and their tables made anew from acts."""

"""The bulletin: from cubes to published figures, each with its definition, protected, checked, frozen."""

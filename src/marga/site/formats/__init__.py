"""How numbers are written, by language, where Django writes them itself."""

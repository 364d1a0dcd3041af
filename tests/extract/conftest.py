from support.extracts import damaged, small_country

__all__ = ["damaged", "small_country"]

"""The care side: asking for help, clients and episodes, places and waiting. Nothing of it is readable by police."""

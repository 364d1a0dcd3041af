"""The rules of care as pure functions: values in, values out, no clock, no database.

What a country decides comes in as data (`marga.country.care`). A function named `…_refusals` returns the sentences that
say why something may not be done and what to do; none means that it may.
"""

"""Guards that the database itself keeps: rows that may never change, whoever asks.

Declared beside the model they protect and made anew after every migration, because remaking a table drops its triggers
without a word (docs/adr/0009).
"""

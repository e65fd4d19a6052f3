"""The texts, one table a family of codes: each code that the engine and the files give has its sentence here."""

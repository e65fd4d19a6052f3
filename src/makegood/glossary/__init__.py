"""The shared language: terms with definition, owner, synonyms and versions."""

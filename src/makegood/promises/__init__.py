"""The register of promises: wording, terms, owner, indicators, severity, evidence, notices given and life cycle."""

"""The design system: components, layout, charts, responses and assets; no business words."""

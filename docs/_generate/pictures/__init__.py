"""Pictures of real forecasts, drawn with Vega-Lite: each module makes the chart of one picture."""

"""Reading forecasts."""

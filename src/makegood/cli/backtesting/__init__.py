"""``makegood backtest``: what the outside view would have said since a day, held against what happened."""

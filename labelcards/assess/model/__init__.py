"""The figures of ``model.json``, the baseline behind them, and what labels bought it."""

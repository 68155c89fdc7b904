"""``suretynet model``: train, judge and apply models that score firms."""

from __future__ import annotations

import typer

from api.cli import model_arrays, model_explain, model_training, model_use

app = typer.Typer(help="Models that score firms.", no_args_is_help=True)
app.command("train")(model_training.train)
app.command("evaluate")(model_use.evaluate)
app.command("score")(model_use.score)
app.command("explain")(model_explain.explain)
app.command("features")(model_use.features)
app.command("fit-arrays")(model_arrays.fit_arrays)

"""The app: a notebook of one cell, served on loopback with a token; wrong usage is named."""

import ast

from click.testing import CliRunner

from workbench.cli import cli
from workbench.views import dashboard


def test_the_app_is_one_cell_that_names_documents_and_codebook(tmp_path):
    folder = tmp_path / 'it"s {odd}'
    made = dashboard.notebook([folder], tmp_path / "mine.toml")
    (cell,) = made["cells"]
    call = ast.parse(cell["source"]).body[-1].value.args[0]
    assert [ast.literal_eval(a) for a in call.args] == [[str(folder)], str(tmp_path / "mine.toml")]


def test_it_listens_on_loopback_only_and_asks_for_a_token():
    told = dashboard.arguments(port=9999, theme="dark", browser=False)
    assert {
        "--Voila.ip=127.0.0.1",
        "--Voila.auto_token=True",
        "--port=9999",
        "--theme=dark",
    } <= set(told)
    assert "--no-browser" in told


def test_the_templates_fetch_nothing():
    for template in dashboard.TEMPLATES.rglob("index.html.j2"):
        assert "http" not in template.read_text("utf-8")


def test_wrong_usage_is_named(tmp_path):
    run = CliRunner().invoke(cli, ["dashboard", str(tmp_path / "nothing")])
    assert run.exit_code == 2 and "name the folder of your articles" in run.output
    run = CliRunner().invoke(cli, ["dashboard", str(tmp_path), "--codebook", "none.toml"])
    assert run.exit_code == 2 and "none.toml" in run.output

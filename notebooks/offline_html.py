"""An export as HTML of a notebook of this folder is one file that asks nothing of the network."""

from workbench.views.dashboard import TEMPLATES

if "get_config" in globals():  # which nbconvert puts here
    c = get_config()  # noqa: F821
    c.HTMLExporter.template_name = "workbench"
    c.TemplateExporter.extra_template_basedirs = [str(TEMPLATES / "nbconvert" / "templates")]
    # A live figure or explorer gives its picture: without its kernel nothing of it would be seen.
    c.NbConvertBase.display_data_priority = [
        "image/svg+xml", "text/html", "text/markdown", "image/png", "image/jpeg", "text/plain",
    ]  # fmt: skip

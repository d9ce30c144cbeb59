"""Which exercises are passed: a file for each user, working folder and notebook."""

import contextlib
import hashlib
import json
import os
from pathlib import Path

import pandas as pd
import platformdirs

from workbench.lessons.exercises import lessons

# What was checked since the kernel began: a kernel that knows no notebook shares its file.
_here: dict[str, bool] = {}


def place() -> Path:
    """The file of this user, folder and notebook (JPY_SESSION_NAME in JupyterLab), so that no two
    students write to one; WORKBENCH_PROGRESS names another folder for it."""
    own = platformdirs.user_state_path("workbench", appauthor=False) / "lessons"
    user = os.environ.get("JUPYTERHUB_USER") or os.path.expanduser("~")
    whose = repr((user, os.getcwd(), os.environ.get("JPY_SESSION_NAME")))
    name = hashlib.sha256(whose.encode()).hexdigest()[:20]
    return Path(os.environ.get("WORKBENCH_PROGRESS") or own) / f"{name}.json"


def passed() -> dict[str, bool]:
    """For each exercise that was checked here, whether its last answer was right."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        kept = json.loads(place().read_text())
        return {name: right is True for name, right in kept.items()} | _here
    return dict(_here)


def keep(name: str, right: bool) -> None:
    """Write down the last verdict on an exercise, whole or not at all."""
    _here[name] = right
    target = place()
    own = target.with_suffix(f".{os.getpid()}")
    with contextlib.suppress(OSError):  # a home that can't be written to: the check counts anyway
        target.parent.mkdir(parents=True, exist_ok=True)
        own.write_text(json.dumps(passed(), sort_keys=True))
        own.replace(target)


def progress() -> pd.DataFrame:
    """What is ``passed`` of the lessons begun in this notebook, by the last check of each.

    >>> progress().columns.to_list()
    ['lesson', 'exercise', 'passed']
    """
    done = passed()
    begun = [x for x in lessons().values() if any(e.name in (_here or done) for e in x.exercise)]
    says = {True: "yes", False: "not yet", None: "not checked"}
    rows = [(one.title, e.name, says[done.get(e.name)]) for one in begun for e in one.exercise]
    return pd.DataFrame(rows, columns=["lesson", "exercise", "passed"])

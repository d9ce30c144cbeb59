"""The commands: ``workbench lab | dashboard | claims | documents | noise | dates | brief ...``."""

import os
import signal
import sys
from contextlib import suppress

import click

from workbench.cli import finding, handed, labels, screens, tables, watching
from workbench.cli.shared import cli
from workbench.documents.messages import tell

__all__ = ["cli", "finding", "handed", "labels", "main", "screens", "tables", "watching"]


def main() -> None:
    """Entry point: messages and no tracebacks; Ctrl-C ends quietly with 130, a broken pipe with 1,
    what can't be written with 2."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError):  # closed, or not a text stream
            stream.reconfigure(errors="backslashreplace")
    for handle in range(3):  # closed: no file of ours takes the place of standard output
        try:
            os.fstat(handle)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    code = _run()
    with suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except (OSError, ValueError):  # without a word of the interpreter's about what is not flushed
        code = code or 2
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(code)


def _run() -> int | str | None:
    try:
        code = cli.main(standalone_mode=False)
        if sys.stdout is not None:
            sys.stdout.flush()
        return code
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.ClickException as error:
        if isinstance(error, click.UsageError) and error.ctx:
            tell(error.ctx.get_usage().splitlines()[0])
            tell(f"Try '{error.ctx.command_path} --help' for help.")
        tell(f"Error: {error.format_message()}")
        return error.exit_code
    except SystemExit as error:
        return error.code
    except (KeyboardInterrupt, click.Abort):
        tell("stopped")
        return 130
    except BrokenPipeError:
        return 1
    except OSError as error:
        where = f"{error.filename or 'standard output'}: can't be written ({error.strerror})"
        tell(f"Error: {where if error.strerror else error}")
        return 2

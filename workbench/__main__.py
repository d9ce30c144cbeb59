"""``python -m workbench``, and the command ``workbench``."""

import os
import signal


def main() -> None:
    """Run a command. Ctrl-C ends it with 130 from the first moment, while it is still loading."""
    signal.signal(signal.SIGINT, lambda *_: os._exit(130))
    from workbench import cli

    cli.main()


if __name__ == "__main__":
    main()

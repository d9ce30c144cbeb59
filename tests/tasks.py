"""What the workers of tests/test_robust.py are given to do."""

import os
import signal
import time


def task(context, told):
    """Does what a word says; answers with the word and the context."""
    what, where = told if isinstance(told, tuple) else (told, None)
    if what == "loop":
        while True:
            pass
    if what == "sleep":
        time.sleep(600)
    if what == "memory":
        return bytes(30_000_000_000)
    if what == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if what == "die once" and not os.path.exists(where):
        open(where, "w").close()
        os.kill(os.getpid(), signal.SIGKILL)
    if what == "print":
        print("not an answer")
        os.write(1, b"nor this")
    return f"{what} {context} {os.getpid()}".encode()

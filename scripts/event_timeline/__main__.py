"""`python -m event_timeline`, and the entry point of `timeline`.

Python raises KeyboardInterrupt also while modules are being imported, which takes a tenth of a second. So this module
imports nothing but what Python has built in before a Ctrl-C, or SIGTERM, ends the process with one line; nothing is to
be cleared up so early. `event_timeline.io.interrupts` takes over when the command starts.
"""

import _signal  # type: ignore[import-not-found]
import os


def _leave(number: int, _: object) -> None:
    os.write(2, b"error: interrupted\n")
    os._exit(128 + number)


for _number in (_signal.SIGINT, _signal.SIGTERM):
    _signal.signal(_number, _leave)


def main() -> None:
    """Run the command line."""
    from event_timeline.cli.group import main

    main()


if __name__ == "__main__":
    main()

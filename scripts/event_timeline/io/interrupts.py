"""Ctrl-C, and SIGTERM alike: remembered, and not lost inside a library.

Python raises KeyboardInterrupt wherever the main thread is. Inside a compiled library that can be a place
where no exception may leave: the library drops it ("Exception ignored in"), or makes an error of its own of it.
So that it came is remembered, and a dropped one is sent again.
"""

from __future__ import annotations

import _thread
import atexit
import contextlib
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

from event_timeline.io import terminal

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

SOON = 0.01
"""Seconds until a dropped Ctrl-C is sent again: by then the place that dropped it has been left."""

GRACE_SECONDS = 3.0
"""Seconds that the main thread has to answer a signal. It cannot while a library computes; the process is then ended."""
SIGNALS = (signal.SIGINT, signal.SIGTERM)
_came: list[int] = []
"""The numbers of the signals that came."""
_answered = 0.0
"""When the main thread last answered a signal (`time.monotonic`); a signal that raises nothing is not answered."""
_raised = False
"""Whether a signal has raised KeyboardInterrupt, and no library has dropped it since."""
_watching = threading.Event()


def watch() -> None:
    """Remember each Ctrl-C from now on, and send again what is dropped. To be called from the main thread.

    The handlers come last: a signal can raise KeyboardInterrupt here as soon as the first of them is set.
    """
    sys.unraisablehook = _send_again
    if sys.platform != "win32":
        reader, writer = os.pipe()
        os.set_blocking(writer, False)
        signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
        threading.Thread(target=_end_if_unanswered, args=(reader,), daemon=True).start()
    _watching.set()
    for number in SIGNALS:
        signal.signal(number, _remember)


def _end_if_unanswered(reader: int) -> None:
    """End the process after a signal that the main thread does not answer.

    Python's handlers wait until the main thread is back from compiled code, which can take many minutes; the number of
    the signal is in the pipe at once.
    """
    while number := os.read(reader, 1):
        if number[0] in SIGNALS:
            arrived = time.monotonic()
            time.sleep(GRACE_SECONDS)
            if _answered < arrived - GRACE_SECONDS:
                with contextlib.suppress(OSError, ValueError):
                    terminal.take_over("error: interrupted\n")
                leave(128 + number[0])


def ignore_further_signals() -> None:
    """Ignore further signals once `watch` was called: the command has ended, what is left takes milliseconds."""
    if _watching.is_set() and threading.current_thread() is threading.main_thread():
        for number in SIGNALS:
            signal.signal(number, signal.SIG_IGN)


def exit_code() -> int:
    """What a shell expects of a command that a signal ended: 128 and its number; 130 for Ctrl-C (POSIX shell, 2.8.2)."""
    return 128 + (_came[0] if _came else signal.SIGINT)


def leave(code: int) -> NoReturn:
    """End the process at once after a Ctrl-C, when everybody's last words are said and temporary folders are gone.

    Threads of a library may still call Python, which aborts the process if the interpreter is being taken down.
    """
    ignore_further_signals()
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)


@contextlib.contextmanager
def postponed() -> Iterator[None]:
    """Let Ctrl-C and SIGTERM wait until the block is done; for steps of milliseconds that belong together.

    Outside the main thread, where Python raises no KeyboardInterrupt, nothing is done.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    waiting: list[tuple[int, FrameType | None]] = []
    former = {n: signal.getsignal(n) for n in SIGNALS}
    own = {n: handler for n, handler in former.items() if callable(handler)}
    for watched in own:
        signal.signal(watched, lambda n, frame: waiting.append((n, frame)))
    try:
        yield
    finally:
        for watched, handler in own.items():
            signal.signal(watched, handler)
        for number, frame in waiting[:1]:
            own[signal.Signals(number)](number, frame)


def any_came() -> bool:
    """Whether Ctrl-C was pressed since `watch`."""
    return bool(_came)


def _remember(number: int, frame: FrameType | None) -> None:
    """Raise KeyboardInterrupt at the first signal only: another would end the clean-up that the first one started."""
    global _answered, _raised
    _came.append(number)
    if _raised:
        return
    _answered = time.monotonic()
    _raised = True
    if not isinstance(sys.exception(), KeyboardInterrupt):  # polars raises its own for the same signal
        signal.default_int_handler(number, frame)


def _send_again(dropped: UnraisableHookArgs) -> None:
    if not issubclass(dropped.exc_type, KeyboardInterrupt):
        sys.__unraisablehook__(dropped)
        return
    global _raised
    _raised = False
    again = threading.Timer(SOON, _send)
    again.daemon = True
    again.start()


def _send() -> None:
    if sys.platform == "win32":
        _thread.interrupt_main()
    else:  # a real signal, so that a call that waits ends too
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)

"""Runs an emulator for as long as whoever started it lives.

The command stands in the arguments. It runs in a folder of its own, its HOME and TMPDIR: a new one, or the one that
KEEPER_FOLDER names. When the standard input ends, for whatever reason, the emulator and all that it started are ended and
the folder is removed. This program leads a process group of its own (it is started so), which a Ctrl-C at the terminal
does not reach.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

PATIENCE = 2.0


def main() -> int:
    folder = os.environ.pop("KEEPER_FOLDER", None) or tempfile.mkdtemp(prefix="agentcore-doctor-emulator-")
    environment = {**os.environ, "HOME": folder, "TMPDIR": folder}
    # What is sent to the group below reaches this program, too.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    emulator = subprocess.Popen(
        sys.argv[1:], cwd=folder, env=environment, stdin=subprocess.DEVNULL, restore_signals=True,
        preexec_fn=lambda: [signal.signal(one, signal.SIG_DFL) for one in (signal.SIGTERM, signal.SIGINT)],
    )
    left = threading.Event()
    threading.Thread(target=lambda: (wait_for_end(), left.set()), daemon=True).start()
    while emulator.poll() is None and not left.is_set():
        left.wait(0.05)
    code = emulator.poll()
    end(emulator)
    shutil.rmtree(folder, ignore_errors=True)
    if code is not None:
        return code or 1
    # Whatever it started and did not end goes with this program.
    os.killpg(0, signal.SIGKILL)
    return 0


def wait_for_end() -> None:
    while os.read(0, 1024):
        pass


def end(emulator: subprocess.Popen) -> None:
    # It ignores the signal itself.
    os.killpg(0, signal.SIGTERM)
    limit = time.monotonic() + PATIENCE
    while emulator.poll() is None and time.monotonic() < limit:
        time.sleep(0.02)
    if emulator.poll() is None:
        emulator.kill()
        emulator.wait()


# Without waiting for the thread that still reads.
os._exit(main())

"""The command line: words in, results on standard output, everything else on standard error, an exit code.

Commands are imported when they are called, and import their job inside themselves, so that `--help` costs Typer and
nothing else.
"""

import atexit
import gc

# More objects than modules and tables of any command hold; an audit comes to it after some hundred links.
_OBJECTS_OF_THE_START = 100_000
# Links at work together have thousands of objects that live as long as they do. With the usual 700 the collector looks at
# each of them ten times, finds next to nothing, and takes a twentieth of an audit; the memory is the same.
_OBJECTS_AT_WORK = 10_000


def main() -> None:
    """Run the command line."""
    _keep_the_collector_off_the_start()
    from provenance.cli.app import main as run

    run()


def _keep_the_collector_off_the_start() -> None:
    """What is imported lives until the end. Searching it for rubbish, again and again as it comes and once more at the
    end, took a tenth to a fifth of a short command. Once there is work, the collector does its own.
    """
    _, *others = gc.get_threshold()

    def at_work(_phase: str, _about: object) -> None:
        gc.callbacks.remove(at_work)
        gc.freeze()
        gc.set_threshold(_OBJECTS_AT_WORK, *others)

    gc.callbacks.append(at_work)
    gc.set_threshold(_OBJECTS_OF_THE_START)
    atexit.register(gc.freeze)

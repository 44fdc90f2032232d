"""The command line: each command reads files, makes one library call and writes files.

Standard output carries the result, standard error the diagnostics. Exit codes: 0 done; 1 a fault of the program;
2 bad input or options (one sentence says what to do); 3 a computation that did not converge.
Everything heavy is imported inside the commands, so that ``--help`` answers at once.
"""

from __future__ import annotations

import sys
from typing import Any, NoReturn

import click

from ipdrecon.errors import IpdreconError

EXIT_CODES = "Exit codes: 0 done, 2 bad input or options, 3 not converged."


class Sentences(click.Group):
    """Turns an error a user can mend into its one sentence and its exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except IpdreconError as error:
            _fail(str(error), error.exit_code)


def _fail(sentence: str, code: int) -> NoReturn:
    click.echo(f"Error: {sentence}", err=True)
    sys.exit(code)


@click.group(
    cls=Sentences, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110}, epilog=EXIT_CODES
)
@click.version_option(package_name="ipdrecon")
def main() -> None:
    """From published Kaplan-Meier figures to patient data, pooled survival and network meta-analysis.

    digitize → reconstruct → pool and nma: what one command writes the next one reads.
    """


if __name__ == "__main__":
    main()

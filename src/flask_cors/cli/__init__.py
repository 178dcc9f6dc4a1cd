"""`flask cors`: asks an app about its CORS set-up, without a server and without a network.

Flask loads every entry point at each `flask` command, so this module imports nothing but
click; a subcommand is a module of this package, imported when it is called. The others are what
they share: `loading` has the app, `asking` what a page asks for, `output`, `transcript` and
`played_data` the look of the answer, `asked_sources` the sources of origins.
"""

from __future__ import annotations

import importlib
import typing as t

import click

COMMANDS = {
    "routes": "Show who may call each route.",
    "origins": "List, allow or revoke origins while the app runs.",
    "check": "Play one request of one page, as a browser would.",
    "explain": "Say what a message of a browser's console means for this app.",
    "audit": "Find what is dangerous in the CORS set-up.",
    "lock": "Write down the policy of every route.",
    "diff": "Compare the policies with those that were written down.",
}
"""The subcommands by name: the module ``cli.<name>`` has the click command ``command``."""


class LazyGroup(click.Group):
    """A group whose subcommands are imported by name."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        """The names, in the order in which a person will want them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The subcommand of that name, or None."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"{__name__}.{cmd_name}")
        return t.cast("click.Command", module.command)

    def invoke(self, ctx: click.Context) -> t.Any:
        """Run a subcommand, which tells its own status by click: by `SystemExit` an app ends it."""
        try:
            return super().invoke(ctx)
        except SystemExit as end:
            from .loading import BadInput  # noqa: PLC0415  no other command needs it yet

            told = f"The app ended the program while it was asked: SystemExit({end.code!a})."
            raise BadInput(told) from end

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the subcommands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=LazyGroup, context_settings={"max_content_width": 100})
def cors() -> None:
    """Ask an app about its CORS set-up: no server runs, nothing goes over the network.

    Exit status: 0 where all is well, 1 where the answer is no, 2 where the question is wrong,
    3 where the answer cannot be written.
    """

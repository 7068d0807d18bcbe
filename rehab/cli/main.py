"""The entry point `rehab`: the commands by name, and what happens when one ends badly.

In: the words of the shell. Out: an exit code of `errors.ExitCode`. Commands are imported only when they are called,
so that help stays quick. Must not be here: the work of any command.
"""

from __future__ import annotations

import importlib
import os
import sys
from typing import Any

import click

from rehab import __version__
from rehab.errors import EnvironmentFailure, ExitCode, InputError

__all__ = ["main"]

# command -> (module, attribute, one line of help, shown by `rehab --help` without importing the command)
_COMMANDS = {
    "new": ("rehab.cli.profile_commands", "new", "Write a commented profile to fill in."),
    "check": ("rehab.cli.profile_commands", "check", "Say every problem of a profile, then what is unknown."),
    "plan": ("rehab.cli.plan_command", "plan", "Make the week: plan.json and both PDFs."),
    "explain": ("rehab.cli.explain_command", "explain", "Say why a number of a plan is as it is."),
    "batch": ("rehab.cli.batch_command", "batch", "Make the plans of a whole caseload."),
    "submit": ("rehab.cli.review_commands", "submit", "Hand a draft to a reviewer."),
    "answer": ("rehab.cli.review_commands", "answer", "Answer one stop or confirm finding."),
    "override": ("rehab.cli.review_commands", "override", "Set a number, with the reason for it."),
    "approve": ("rehab.cli.review_commands", "approve", "Sign a submitted plan."),
    "return": ("rehab.cli.review_commands", "hand_back", "Return a plan to its author, with the reason."),
    "status": ("rehab.cli.status_commands", "status", "Say where the plans of a folder stand."),
    "diff": ("rehab.cli.status_commands", "diff", "Say what changed between two plans."),
    "audit": ("rehab.cli.status_commands", "audit", "Check the record of a folder."),
    "rules": ("rehab.cli.rules_commands", "rules", "Look at the rule base."),
    "exercises": ("rehab.cli.exercises_commands", "exercises", "Look at the exercise library."),
    "schema": ("rehab.cli.profile_commands", "schema", "Print the JSON Schema of profile, plan or rule."),
}


class _Lazy(click.Group):
    """A group that imports a command when it is called."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module, attribute, _ = _COMMANDS[cmd_name]
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, _, text) in _COMMANDS.items()])

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        if args and args[0] not in _COMMANDS:
            from rehab.knowledge.problems import nearest

            ctx.fail(f"There is no command '{args[0]}'. {nearest(args[0], _COMMANDS)}".strip())
        return super().resolve_command(ctx, args)


def _about(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value:
        from rehab.knowledge.intended_use import ABOUT

        click.echo(ABOUT, nl=False)
        ctx.exit()


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="rehab")
@click.option("--about", is_flag=True, is_eager=True, expose_value=False, callback=_about,
              help="Intended use, users and limits.")  # fmt: skip
def cli() -> None:
    """Stroke-rehabilitation plans from a patient profile, by cited rules.

    \b
    rehab new anna.yaml                   a commented profile to fill in
    rehab check anna.yaml                 what is wrong, what is unknown
    rehab plan anna.yaml -o out           the week as plan.json and two PDFs
    rehab explain out/P-0001-week01.plan.json aerobic.time

    Exit codes: 0 done, 1 bad input, 2 usage, 3 done but a clinician must decide, 4 no session remains,
    5 the environment failed, 70 a bug.
    """


def main() -> None:
    """Run the command line and end the process with its exit code; only a bug shows a traceback."""
    try:
        code = _command()
        sys.stdout.flush()
    except click.exceptions.Abort:
        click.echo("Stopped.", err=True)
        code = 130
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except InputError as error:
        for problem in error.problems:
            click.echo(str(problem), err=True)
        code = int(error.exit_code)
    except EnvironmentFailure as error:
        click.echo(str(error), err=True)
        code = int(error.exit_code)
    except BrokenPipeError:
        _drop_output()
        code = 0
    except OSError as error:
        _drop_output()
        click.echo(f"The machine refused: {error.strerror or error}.", err=True)
        code = int(ExitCode.ENVIRONMENT_FAILED)
    except Exception:
        import traceback

        traceback.print_exc()
        click.echo("This is a bug of the program, not of your input.", err=True)
        code = int(ExitCode.BUG)
    sys.exit(code if isinstance(code, int) else 0)


def _command() -> object:
    """Run the command; one that ends itself with a code hands the code on."""
    try:
        return cli.main(standalone_mode=False)
    except SystemExit as end:
        return end.code


def _drop_output() -> None:
    """What could not be written must not be tried again when the interpreter ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main()

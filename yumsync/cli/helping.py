"""Help in the user's language: the command line library's own words are replaced by ours."""

from __future__ import annotations

import re
from typing import Any, ClassVar

import typer.core

from config.wording import Wording
from yumsync.cli.failing import near

_HEADINGS = ("Usage:", "Arguments:", "Options:", "Commands:")
_PARAMETERS = {"help": "help", "install_completion": "install-completion", "show_completion": "show-completion"}


class _Worded:
    """Words the help of one command. `wording` is set before the commands are built."""

    wording: ClassVar[Wording] = Wording()

    def get_help(self, ctx: Any) -> str:
        """Return the help with its headings in the user's language."""
        text: str = super().get_help(ctx)  # type: ignore[misc]
        say = self.wording.say
        for heading in _HEADINGS:
            text = re.sub(rf"^{heading}", say(f"word-{heading[:-1].lower()}") + ":", text, flags=re.MULTILINE)
        text = text.replace("[OPTIONS]", say("help-metavar-options")).replace(
            "[required]", f"[{say('word-required')}]"
        )
        text = text.replace("COMMAND [ARGS]...", say("help-metavar-command"))
        return re.sub(r"\[default: ", f"[{say('word-default')}: ", text)

    def get_params(self, ctx: Any) -> list[Any]:
        """Return the parameters, those of the library worded by us."""
        parameters: list[Any] = super().get_params(ctx)  # type: ignore[misc]
        for parameter in parameters:
            if parameter.name in _PARAMETERS:
                parameter.help = self.wording.say(f"help-{_PARAMETERS[parameter.name]}")
        return parameters


def speak(wording: Wording) -> None:
    """Let every help from here on speak this language. One process speaks one language."""
    _Worded.wording = wording


class Verb(_Worded, typer.core.TyperCommand):
    """A verb whose help speaks the user's language."""


class Verbs(_Worded, typer.core.TyperGroup):
    """The program: its verbs in the order they were given, help in the user's language."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the verbs in the order in which a new user needs them."""
        return list(self.commands)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the verb. Raises YumsyncError, with the nearest verb proposed, for an unknown one."""
        if args[0] not in self.commands and not args[0].startswith("-") and not ctx.resilient_parsing:
            raise near("usage-unknown-command", args[0], list(self.commands))
        return super().resolve_command(ctx, args)

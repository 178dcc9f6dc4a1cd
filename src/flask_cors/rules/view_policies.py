"""Reading the policies of an app's decorated views: at its set-up, or late, at a request."""

from __future__ import annotations

import itertools
from weakref import WeakKeyDictionary

from flask import Flask

from ..options.config import check_config
from ..options.config import config_layer
from ..options.layers import Layer
from ..options.policy_reader import read_policy
from ..options.settling import settle_late
from ..protocol.policy import Policy
from ..protocol.policy import replaced
from ..protocol.problems import Findings
from ..protocol.problems import Problem
from .path_rules import NOT_ACCEPTED
from .view_options import ViewOptions
from .view_options import options_of_view


class ViewReader:
    """What reads the policies of an app's views, and tells of each mistake and each doubt once.

    :param app: the app.
    """

    def __init__(self, app: Flask) -> None:
        self._app = app
        # Weak, since a decorator may be applied anew in every request (Flask-RESTful).
        self._checked: WeakKeyDictionary[ViewOptions, Layer] = WeakKeyDictionary()
        """The config that views were found to be right with."""
        self._told_late: set[tuple[str, str, str]] = set()
        """The doubts that requests have found."""

    def read(self, options: ViewOptions, findings: Findings) -> Policy:
        """The policy of one decorated view, read anew; what is wrong with it goes to `findings`."""
        return read_policy(options.rule, (options.layer, config_layer(self._app.config)), findings)

    def check(self, findings: Findings) -> None:
        """Find what is wrong with the policies of the views that the app has by now.

        Each is looked at once, and not with every `CORS(app)`, unless the config has changed.
        """
        config = config_layer(self._app.config)
        every_options = dict.fromkeys(
            itertools.chain.from_iterable(map(options_of_view, self._app.view_functions.values()))
        )
        new = [each for each in every_options if self._checked.get(each) != config]
        for options in new:
            found = Findings()
            self.read(options, found)
            findings.errors += found.errors
            findings.warnings += _untold(options, found)
        if not findings.errors:  # else nothing but these is told
            self._checked.update(dict.fromkeys(new, config))

    def read_late(self, options: ViewOptions, *, config_is_known: bool) -> Policy:
        """The policy of a view that is met in a request; the log tells what is wrong with it.

        That is found out so late only where the view came after the extension: then nobody is let
        in.

        :param config_is_known: whether `CORS` has looked for mistakes in the config.
        """
        findings = Findings()
        policy = self.read_met(options, findings, config_is_known=config_is_known)
        untold = _untold(options, findings)
        findings.warnings = [each for each in untold if each.identity not in self._told_late]
        self._told_late.update(each.identity for each in untold)
        settle_late(findings)
        return replaced(NOT_ACCEPTED, {"rule": options.rule}) if findings.errors else policy

    def read_met(
        self, options: ViewOptions, findings: Findings, *, config_is_known: bool
    ) -> Policy:
        """The same where the mistakes go to `findings`, as often as it is asked."""
        policy = self.read(options, findings)
        if not config_is_known:
            known = {*options.layer, *config_layer(self._app.config), "resources"}
            check_config(self._app.config, lambda: known, findings, late=True)
        return policy


def _untold(options: ViewOptions, findings: Findings) -> list[Problem]:
    """What is doubtful in the policy of a view, but for what its decorator has told."""
    told = Findings()
    if findings.warnings:
        read_policy(options.rule, [options.layer], told, whole=False)
    identities = {problem.identity for problem in told.warnings}
    return [each for each in findings.warnings if each.identity not in identities]

"""Options of a view that a request has found to be wrong, when it was too late to refuse them."""

from __future__ import annotations

import itertools

from ..protocol.policy import Policy
from ..protocol.problems import Findings
from ..protocol.problems import distinct
from ..rules.state import AppState
from ..rules.view_options import options_of_view


def advice_on_refused_options(state: AppState, policy: Policy) -> str:
    """What is wrong with the options that a policy stands for by which nobody gets in.

    Empty where it does so for another reason.
    """
    findings, is_known = Findings(), state.layer is not None
    for options in itertools.chain(*map(options_of_view, state.app.view_functions.values())):
        if options.rule == policy.rule:
            state.view_reader.read_met(options, findings, config_is_known=is_known)
    return " ".join(map(str, distinct(findings.errors)))

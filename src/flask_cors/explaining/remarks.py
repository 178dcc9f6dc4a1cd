"""What is said beside an explanation, or in place of one."""

from __future__ import annotations

import collections.abc as cabc

from ..diagnosing.played import Played
from ..protocol.user_agent import Step
from .cases import Case
from .console_reader import ConsoleMessage
from .guessing import SOME_HEADER
from .guessing import USUAL
from .meaning import NETWORK_ERROR

_OR_CHECK = "Or ask what a page would get: flask cors check URL --origin https://page.example."
_UNKNOWN = (
    "This is no message of a browser's console about CORS that is known here: copy the one that "
    "speaks, in English, of a CORS policy, of a blocked cross-origin request or of access control "
    f"checks. {_OR_CHECK}"
)
_NO_CAUSE = (
    "This names no cause: browsers say the same of whatever fails. Copy the line of the console "
    'that does. In Chromium it has "has been blocked by CORS policy" in it, in Firefox it begins '
    'with "Cross-Origin Request Blocked", in Safari it stands before "due to access control '
    f'checks". {_OR_CHECK}'
)
_OF_WHATEVER_FAILS = (
    "Failed to fetch",
    "Load failed",
    "Network Error",
    "NetworkError when attempting to fetch resource",
    f"{NETWORK_ERROR}FAILED",
)
"""What browsers tell a page of whatever failed, axios what asks it, and Chromium its console."""

_OTHER_CAUSES = (
    "another server answered (a proxy, an older version, AirPlay on port 5000 of a Mac), or the "
    "browser remembers an older preflight, or the app's code decides by what the message leaves "
    "out: try flask cors check."
)
_NOT_SO = f"This app would not make a browser say that. Either {_OTHER_CAUSES}"
_MAY_RAISE = (
    "Perhaps the view for another method raises: look for a traceback in the terminal where the "
    "app runs. In debug mode a debugger answers then, without CORS fields: write "
    f"CORS_DEBUG_ERRORS=True in the app's config. If there is none, {_OTHER_CAUSES}"
)
_NOT_REDIRECTED = (
    "This app would not make a browser say that: asked here, it does not redirect to another "
    "server. So something before it did, such as a proxy that sends people to a login: let it "
    "answer pages without a redirect, or let the page ask {} itself, and that server let the page "
    "in."
)
_SEVERAL = (
    "This app would not make a browser say that: it writes the field once. Something before it, "
    "such as a gateway, adds the field, too, and one of the two has to be silent. Take it out "
    "there, or set CORS_ENABLED=False in the app's config."
)
_OF_GATEWAY = (
    "This app would not make a browser say that: it did not answer {}. So something before it did, "
    "such as a gateway, and without CORS fields, of which alone the browser speaks. Look there for "
    "the cause, such as a limit to the size of a body (413), or an app that does not run (502, "
    "503) or takes too long (504): no option of the app helps."
)
_PAGE_IS_OPEN = "Whether the app lets the page in at all is told with --origin."
_UNASKED = (
    "Its views were asked for GET only, as others may change something: with --method and --url "
    "the view for another method is asked, too."
)
_IN_DEBUG_MODE = (
    "Asked here, the app raised {}. In debug mode not Flask answers that, but a debugger, without "
    "CORS fields: if the app ran so, flask --debug cors explain tells what to do."
)
_UNNAMED_URL = "The message does not name the URL: {} stands for it. Give it with --url."
_UNNAMED = "The message does not name the page: {} stands for its origin. Give it with --origin."
_UNNAMED_METHOD = (
    "The message does not name the method: {} stands for it, for which no view was run. Give it "
    "with --method."
)
_UNNAMED_HEADER = (
    f"The message does not name what makes the browser ask first: the header {SOME_HEADER} stands "
    "for it. Give the method and the headers with --method and --header."
)
_UNNAMED_STEP = (
    "The message does not say what is wrong, or it was cut: this is the first thing that would be."
)
_UNNAMED_CREDENTIALS = (
    "Nor does it say that the page asks with credentials: if it does not, the cause is another."
)
_OTHER_STATUS = (
    "The message tells of the status {}, which is not what the app answered here: its view does so "
    "for another request, or something before it, such as a gateway, answered by itself."
)
_OTHERS = "{} more {} there, of which nothing is said here: each says something by itself."


def unknown(text: str) -> str:
    """What to copy in place of what is no message about CORS."""
    return _NO_CAUSE if any(each in text for each in _OF_WHATEVER_FAILS) else _UNKNOWN


def unexplained(case: Case, *, debugged: bool) -> list[str]:
    """Why no request of the app is one of which a browser would say that.

    :param debugged: whether a debugger answers where a view raises, so that one that was not asked
        may yet be the cause.
    """
    said = case.message
    if said.meaning is not None:
        return [said.meaning]
    if said.is_of_gateway:
        told = [_OF_GATEWAY.format(said.status)]
        return told if case.page else [*told, _PAGE_IS_OPEN]
    if case.names_view or case.is_of_preflight:
        return [_why_not(said)]
    return [_why_not(said, may_raise=debugged and _is_of_failure(said)), _UNASKED]


def _why_not(said: ConsoleMessage, *, may_raise: bool = False) -> str:
    if said.names_another_server:
        return _NOT_REDIRECTED.format(said.facts["led_to"])
    if said.several:
        return _SEVERAL
    return _MAY_RAISE if may_raise else _NOT_SO


def assumptions(seen: Played, case: Case) -> list[str]:
    """What was guessed; not the method of which nobody says that it uses it."""
    said = case.message
    told = [_UNNAMED_STEP] if said.names_no_step else []
    if said.names_no_step and not case.known.credentials and seen.asked.credentials == "include":
        told.append(_UNNAMED_CREDENTIALS)
    if said.status not in {None, seen.last_status} and seen.last_status is not None:
        told.append(_OTHER_STATUS.format(said.status))
    if case.url is None:
        told.append(_UNNAMED_URL.format(seen.asked.url))
    if case.page is None:
        told.append(_UNNAMED.format(seen.origin))
    if seen.assumes_method and seen.asked.method != USUAL:
        told.append(_UNNAMED_METHOD.format(seen.asked.method))
    return [*told, _UNNAMED_HEADER] if seen.assumed else told


def on_debug_mode(
    seen: Played | None, case: Case, raised: cabc.Sequence[BaseException]
) -> list[str]:
    """What the app may have done in debug mode, where only that it failed is known.

    :param raised: what it raised when it was asked, and answered with CORS fields.
    """
    said = case.message
    names_all = case.page is not None and not said.names_no_step
    is_certain = seen is not None and (names_all or seen.error is not None)
    if is_certain or not (_is_of_failure(said) and raised):
        return []
    return [_IN_DEBUG_MODE.format(type(raised[0]).__name__)]


def _is_of_failure(said: ConsoleMessage) -> bool:
    """Whether it may be about an app that failed, and did not answer that by itself."""
    return Step.ALLOW_ORIGIN_MISSING in said.steps and said.status in {None, 500}


def left_out(others: int) -> list[str]:
    """How many messages there were besides the one that is told of."""
    if not others:
        return []
    return [_OTHERS.format(others, "messages were" if others > 1 else "message was")]

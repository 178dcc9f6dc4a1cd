"""WSGI layers that were put around the app after this package's own.

What they do to preflights is found out by sending some.
"""

from __future__ import annotations

import collections.abc as cabc
import itertools
import typing as t

from werkzeug.middleware.dispatcher import DispatcherMiddleware

from ..layer.middleware import CORSMiddleware
from ..protocol import fields
from ..protocol.server import decide
from .caches import caches
from .echoes import reads_as_echo
from .findings import Finding
from .findings import finding
from .findings import reflected_origin
from .layer_chains import layers_outside
from .layer_chains import name_of_layer
from .made_up import MADE_UP
from .probes import Answer
from .probes import Probe
from .probes import probes
from .probes import send
from .subject import Subject

_HARMLESS = frozenset(
    """CORSMiddleware DispatcherMiddleware LintMiddleware ProfilerMiddleware ProxyFix
    _SocketIOMiddleware""".split()
)
"""Layers that answer nothing, or only for what is mounted in them: Werkzeug's, Flask-SocketIO's."""

_INSIDE = "Put {name} around app.wsgi_app before CORS(app, ...) is called."
_HAND_ON = "Let {name} hand preflights on: OPTIONS requests with Access-Control-Request-Method."

_PASSED = "It handed preflights on; whether it does so always, only its code tells."
_NOT_TRIED = (
    "Whether it hands preflights on, only its code tells: another layer stands inside CORS(app), "
    "and would take them to the app's hooks, so none was sent."
)
_ELSEWHERE = (
    "It answered a preflight to {path} with {status} itself: right where it serves the app under "
    "other URLs, with a prefix, which the audit does not know."
)


class _Fault(t.NamedTuple):
    """What is wrong with the answer to a preflight, and what to do about it."""

    message: str
    remedy: str


def check_layers(subject: Subject) -> cabc.Iterator[Finding]:
    """What is wrong with the layers around the app."""
    outermost = t.cast("object", subject.app.wsgi_app)
    if subject.state.layer is None or isinstance(outermost, CORSMiddleware):
        return
    around = layers_outside(subject.app)
    names = {name_of_layer(layer): layer for layer in around[:-1] or [outermost]}
    for name, layer in names.items():
        if caches(f"{type(layer).__module__}.{name}"):
            message = "It stores responses with the CORS fields that are for one origin."
            yield _found("cached-fields", name, _Fault(message, _INSIDE))
    unknown = [name for name in names if name not in _HARMLESS]
    first = next(iter(unknown), name_of_layer(outermost))
    answers = [(probe, send(subject, probe)) for probe in probes(subject, _prefix(around))]
    fault = next(filter(None, itertools.starmap(_fault, answers)), None)
    if fault:
        yield _found("preflight-answered-outside", first, fault)
    if any(map(reads_as_echo, around)):
        return  # which is told of a layer wherever it stands
    if _echoes(subject, answers):
        message = f"It answered {MADE_UP} with its own name, though no policy lets it in."
        yield reflected_origin(f"layer {first}", message)
    elif not fault:
        seen = _Fault(_what_is_known(subject, answers), _INSIDE)
        yield from (_found("layer-outside", name, seen) for name in unknown)


def _prefix(layers: list[object]) -> str:
    """Where the app is mounted: what Werkzeug's own layer takes off the paths."""
    return "".join(itertools.starmap(_mount, itertools.pairwise(layers)))


def _mount(layer: object, inner: object) -> str:
    if not isinstance(layer, DispatcherMiddleware) or layer.app is inner:
        return ""
    return next(path for path, app in layer.mounts.items() if app is inner)


def _found(rule_id: str, name: str, fault: _Fault) -> Finding:
    return finding(rule_id, f"layer {name}", fault.message, fault.remedy.format(name=name))


def _fault(probe: Probe, answer: Answer) -> _Fault | None:
    """What is wrong with the answer to a preflight that the app lets pass, if anything is."""
    if _is_elsewhere(answer):
        return None
    remedy = _INSIDE if _is_mended_inside(probe, answer) else _HAND_ON
    if not answer.is_success:
        return _Fault(f"It answered a preflight to {probe.path} with {answer.status}.", remedy)
    for field, value in decide(probe.policy, probe.preflight).fields:
        given = answer.headers.getlist(field)
        if field.startswith("Access-Control-") and given != [value]:
            told = ", ".join(given) or "none"
            needs = (
                f"A preflight to {probe.path} needs one {field}: {value}, and came with: {told}."
            )
            return _Fault(needs, remedy)
    return None


def _is_elsewhere(answer: Answer) -> bool:
    """Whether a layer says that nothing is at this URL, as one does that adds a prefix."""
    return answer.status.startswith("404") and not answer.was_handed_on


def _is_mended_inside(probe: Probe, answer: Answer) -> bool:
    """Whether the preflight passes once the layer stands inside.

    What it does to an answer of the app is undone there. Where it answers by itself, only the
    rules for paths have a say, and what it says of CORS stands; an exception is its own.
    """
    is_silent = answer.is_response and fields.ALLOW_ORIGIN not in answer.headers
    return answer.was_handed_on or (probe.is_by_path and is_silent)


def _echoes(subject: Subject, answers: cabc.Iterable[tuple[Probe, Answer]]) -> bool:
    """Whether an origin that no policy lets in is let in after all."""
    for probe, answer in answers:
        if not (_is_elsewhere(answer) or probe.policy.origins.allows(MADE_UP)):
            asked = probe.preflight._replace(origin=MADE_UP)
            echoed = send(subject, probe._replace(preflight=asked))
            return MADE_UP in echoed.headers.getlist(fields.ALLOW_ORIGIN)
    return False


def _what_is_known(subject: Subject, answers: list[tuple[Probe, Answer]]) -> str:
    """What preflights have shown of a layer that does no harm to them."""
    if subject.state.holds_layer:
        return _NOT_TRIED
    for probe, answer in answers:
        if _is_elsewhere(answer):
            return _ELSEWHERE.format(path=probe.path, status=answer.status)
    return _PASSED

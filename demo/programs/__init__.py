"""The nine programs, in the order in which people write them."""

from __future__ import annotations

from demo.exchanges import Program
from demo.programs.blueprints import BLUEPRINTS
from demo.programs.cookies import COOKIES
from demo.programs.get_only import GET_ONLY
from demo.programs.local_front_end import LOCAL_FRONT_END
from demo.programs.mobile import MOBILE
from demo.programs.production import PRODUCTION
from demo.programs.quick_prototype import QUICK_PROTOTYPE
from demo.programs.route_by_route import ROUTE_BY_ROUTE
from demo.programs.traps import TRAPS

PROGRAMS: tuple[Program, ...] = (
    QUICK_PROTOTYPE,
    LOCAL_FRONT_END,
    PRODUCTION,
    COOKIES,
    ROUTE_BY_ROUTE,
    BLUEPRINTS,
    GET_ONLY,
    MOBILE,
    TRAPS,
)

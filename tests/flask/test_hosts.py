"""Hosts: views of a host, of a subdomain, and hosts that the app does not trust."""

from __future__ import annotations

import inspect
from types import SimpleNamespace

import pytest
from flask import Blueprint
from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.test import create_environ

from flask_cors import CORS
from flask_cors import cross_origin

from .support import APP
from .support import BLUEPRINT
from .support import EVIL
from .support import NOTHING
from .support import PATH
from .support import REFUSED
from .support import SECOND
from .support import VIEW
from .support import allowed
from .support import assert_passes
from .support import fetch
from .support import fields_of
from .support import marked
from .support import passed
from .support import preflight
from .support import quiet
from .support import wsgi_headers

knows_trusted_hosts = pytest.mark.skipif(
    "TRUSTED_HOSTS" not in Flask.default_config, reason="TRUSTED_HOSTS came with Flask 3.1"
)


@pytest.fixture
def by_host():
    app = Flask(__name__, host_matching=True, static_folder=None)
    CORS(app, **marked(PATH))
    one = cross_origin(**marked(VIEW))(lambda **_: "one")
    two = cross_origin(**marked(SECOND))(lambda **_: "two")
    app.add_url_rule("/", "one", one, host="one.example.com")
    app.add_url_rule("/", "two", two, host="two.example.com:8080")
    app.add_url_rule("/", "plain", lambda: "plain", host="plain.example.com")
    app.add_url_rule("/user", "user", one, host="<name>.users.example.com")
    app.add_url_rule("/slash/", "slash", one, host="one.example.com")
    return app.test_client()


@pytest.mark.parametrize(
    ("url", "mark"),
    [
        pytest.param("http://one.example.com/", VIEW, id="one"),
        pytest.param("https://one.example.com/", VIEW, id="one, https"),
        pytest.param("http://two.example.com:8080/", SECOND, id="two, with its port"),
        pytest.param("http://two.example.com/", PATH, id="two, without its port"),
        pytest.param("http://plain.example.com/", PATH, id="one without a policy"),
        pytest.param("http://ann.users.example.com/user", VIEW, id="a variable host"),
        pytest.param("http://one.example.com/slash", VIEW, id="a strict slash"),
        pytest.param("http://none.example.com/", PATH, id="an unknown host"),
    ],
)
def test_host_matching(by_host, url, mark):
    path, base = url[url.index("/", 8) :], url[: url.index("/", 8)]
    assert fields_of(fetch(by_host, path, base_url=base)) == allowed(mark)
    assert fields_of(fetch(by_host, path, base_url=base, origin=EVIL)) == REFUSED
    assert_passes(preflight(by_host, path, base_url=base), passed(mark))
    assert preflight(by_host, path, base_url=base, origin=EVIL).status_code == 403


@pytest.fixture
def by_subdomain():
    app = Flask(__name__, subdomain_matching=True, static_folder=None)
    app.config["SERVER_NAME"] = "example.com"
    CORS(app, **marked(PATH))
    api = Blueprint("api", __name__, subdomain="api", url_prefix="/v1")
    CORS(api, **marked(BLUEPRINT))
    api.add_url_rule("/items/", "items", lambda: "items")
    app.register_blueprint(api)
    app.add_url_rule("/", "root", lambda: "root")
    view = cross_origin(**marked(VIEW))(lambda user: user)
    app.add_url_rule("/", "user", view, subdomain="<user>")
    app.add_url_rule("/v1/items/", "other", lambda: "other", subdomain="www")
    app.add_url_rule("/v1/more", "more", lambda: "more", subdomain="api")
    return app.test_client()


@pytest.mark.parametrize(
    ("url", "mark"),
    [
        pytest.param("http://example.com/", PATH, id="no subdomain"),
        pytest.param("http://ann.example.com/", VIEW, id="a variable subdomain"),
        pytest.param("http://api.example.com/v1/items/", BLUEPRINT, id="a blueprint's view"),
        pytest.param("http://api.example.com/v1/items", BLUEPRINT, id="its strict slash"),
        pytest.param("http://api.example.com/v1/none", BLUEPRINT, id="its 404"),
        pytest.param("http://api.example.com/v1/more", BLUEPRINT, id="another view there"),
        pytest.param("http://www.example.com/v1/items/", PATH, id="the path, elsewhere"),
        pytest.param("http://www.example.com/v1/none", PATH, id="the prefix, elsewhere"),
    ],
)
def test_subdomains(by_subdomain, url, mark):
    path, base = url[url.index("/", 8) :], url[: url.index("/", 8)]
    assert fields_of(fetch(by_subdomain, path, base_url=base)) == allowed(mark)
    assert fields_of(fetch(by_subdomain, path, base_url=base, origin=EVIL)) == REFUSED
    assert_passes(preflight(by_subdomain, path, base_url=base), passed(mark))


@pytest.mark.parametrize(
    ("url", "times"),
    [
        pytest.param("http://example.com/", 1, id="no subdomain"),
        pytest.param("http://api.example.com/v1/items/", 1, id="a blueprint's view"),
        pytest.param("http://www.example.com/v1/items/", 2, id="a view on a subdomain"),
    ],
)
def test_which_subdomain_is_asked_only_where_it_matters(by_subdomain, url, times, monkeypatch):
    """To find it out takes as long as Flask takes for it."""
    app, asked = by_subdomain.application, []
    original = app.create_url_adapter
    monkeypatch.setattr(
        app, "create_url_adapter", lambda request: asked.append(request) or original(request)
    )
    assert fetch(by_subdomain, url).status_code == 200
    assert len(list(filter(None, asked))) == times  # None, for the app's context


@pytest.mark.parametrize("order", [1, -1])
def test_blueprint_of_a_subdomain_beside_one_of_all(order):
    app = Flask(__name__, subdomain_matching=True)
    app.config["SERVER_NAME"] = "example.com"
    for mark, subdomain in ((PATH, None), (BLUEPRINT, "api"), (SECOND, "<user>"))[::order]:
        blueprint = Blueprint(f"b{mark}", __name__, subdomain=subdomain, url_prefix="/v1")
        CORS(blueprint, **marked(mark))
        app.register_blueprint(blueprint)
    client = app.test_client()

    for name, mark in (("api.", BLUEPRINT), ("ann.", SECOND), ("", PATH)):
        answer = fetch(client, "/v1/none", base_url=f"http://{name}example.com")
        assert fields_of(answer) == allowed(mark)


def test_405_of_a_blueprint_with_a_subdomain(by_subdomain):
    base = "http://api.example.com"
    response = fetch(by_subdomain, "/v1/items/", "DELETE", base_url=base)
    assert (response.status_code, fields_of(response)) == (405, allowed(BLUEPRINT))
    assert_passes(preflight(by_subdomain, "/v1/items/", "DELETE", base_url=base), passed(BLUEPRINT))


def test_redirect_to_another_host_is_not_governed_by_this_hosts_views():
    app = Flask(__name__, host_matching=True, static_folder=None)
    CORS(app, resources={"/none": {}})
    view = cross_origin(**marked(VIEW))(lambda **_: "view")
    app.add_url_rule("/new", "new", view, host="one.example.com")
    app.add_url_rule(
        "/old",
        "old",
        host="two.example.com",
        redirect_to="http://one.example.com/new",
    )
    client = app.test_client()
    response = fetch(client, "/old", base_url="http://two.example.com")

    assert response.status_code == 308
    assert fields_of(response) == NOTHING


# TRUSTED_HOSTS


def trusting(decorated):
    app = Flask(__name__)
    app.config["TRUSTED_HOSTS"] = ["api.example.com", ".sub.example.com"]
    CORS(app, **marked(PATH))
    app.add_url_rule("/", "root", lambda: "root")
    if decorated:
        app.add_url_rule("/view", "view", cross_origin(**marked(VIEW))(lambda: "view"))
    return app.test_client()


@knows_trusted_hosts
@pytest.mark.parametrize("decorated", [True, False])
@pytest.mark.parametrize("path", ["/", "/none"])
@pytest.mark.parametrize("host", ["api.example.com", "a.sub.example.com"])
def test_trusted_host(decorated, path, host):
    client = trusting(decorated)
    assert fields_of(fetch(client, path, base_url=f"http://{host}")) == allowed(PATH)
    assert_passes(preflight(client, path, base_url=f"http://{host}"), passed(PATH))


@knows_trusted_hosts
@pytest.mark.parametrize("decorated", [True, False])
@pytest.mark.parametrize("path", ["/", "/view", "/none"])
@pytest.mark.parametrize("host", ["evil.example", "api.example.com.evil.example", "localhost"])
def test_host_that_is_not_trusted(decorated, path, host):
    """Flask answers, as it does to every request for this host."""
    client = trusting(decorated)
    response = preflight(client, path, base_url=f"http://{host}")
    assert response.status_code == 400
    assert b"Bad Request" in response.data
    for _ in range(2):  # the first response is no different from the next
        response = fetch(client, path, base_url=f"http://{host}")
        assert (response.status_code, fields_of(response)) == (400, NOTHING)


@knows_trusted_hosts
@pytest.mark.parametrize("path", ["/view", "/"])
def test_wide_rule_does_not_speak_for_a_strict_view_on_an_untrusted_host(path):
    app = Flask(__name__)
    app.config["TRUSTED_HOSTS"] = ["api.example.com"]
    CORS(app, origins="*")
    app.add_url_rule("/view", "view", cross_origin(**marked(VIEW))(lambda: "view"))
    response = fetch(app.test_client(), "/view", origin=EVIL, base_url="http://evil.example")

    assert response.status_code == 400
    assert "Access-Control-Allow-Origin" not in fields_of(response)


@knows_trusted_hosts
@pytest.mark.parametrize("late", [False, True], ids=["set before CORS(app)", "set after it"])
@pytest.mark.parametrize("decorated", [True, False])
def test_trusted_host_that_a_proxy_forwards(decorated, late):
    """What counts is the host that the page has asked for, whenever it came to be trusted."""
    app, trusted = Flask(__name__), {"TRUSTED_HOSTS": ["api.example.com"]}
    app.wsgi_app = ProxyFix(app.wsgi_app, x_host=1)
    app.config.update({} if late else trusted)
    CORS(app, **marked(PATH))
    app.config.update(trusted)
    view = cross_origin(**marked(VIEW))(lambda: "view") if decorated else lambda: "view"
    app.add_url_rule("/", "view", view)
    client, mark = app.test_client(), VIEW if decorated else PATH

    headers = {"X-Forwarded-Host": "api.example.com"}
    assert_passes(preflight(client, "/", "GET", headers=headers), passed(mark))
    assert fields_of(fetch(client, "/", headers=headers)) == allowed(mark)
    assert preflight(client, "/", "GET", EVIL, headers=headers).status_code == 403
    assert preflight(client, "/", "GET", base_url="http://api.example.com").status_code == 200
    headers = {"X-Forwarded-Host": "evil.example"}
    response = preflight(client, "/", "GET", headers=headers, base_url="http://api.example.com")
    assert (response.status_code, fields_of(response)) == (400, NOTHING)


def test_flask_3_1_is_the_first_to_check_hosts():
    """So that the tests above are not skipped where they matter."""
    source = inspect.getsource(Flask.create_url_adapter)
    assert ("TRUSTED_HOSTS" in source) is ("TRUSTED_HOSTS" in Flask.default_config)


@pytest.mark.parametrize("server_name", ["api.example.com", "localhost"])
def test_server_name(server_name):
    app = Flask(__name__)
    app.config["SERVER_NAME"] = server_name
    CORS(app, **marked(PATH))
    app.add_url_rule("/view", "view", cross_origin(**marked(VIEW))(lambda: "view"))
    client = app.test_client()

    base = f"http://{server_name}"
    assert fields_of(fetch(client, "/view", base_url=base)) == allowed(VIEW)
    assert_passes(preflight(client, "/view", base_url=base), passed(VIEW))


@pytest.mark.parametrize(
    "host",
    [
        pytest.param("", id="empty"),
        pytest.param("a b", id="a space"),
        pytest.param("[::1", id="half an address"),
        pytest.param("example.com:port", id="no port"),
        pytest.param("\xe4.example.com", id="non-ASCII"),
        pytest.param("x" * 8192, id="8 KB"),
        pytest.param("evil.example/..", id="a path"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "OPTIONS"])
def test_malformed_host(host, method):
    """Whatever the app makes of it, a strict view's answer is nobody else's."""
    app = quiet(Flask(__name__))
    CORS(app, **marked(PATH))
    app.add_url_rule("/view", "view", cross_origin(**marked(VIEW))(lambda: "view"))
    for origin in (APP, EVIL):
        environ = create_environ("/view", method=method, headers={"Origin": origin})
        environ["HTTP_HOST"] = host
        environ["HTTP_ACCESS_CONTROL_REQUEST_METHOD"] = "GET"
        expected = dict(passed(VIEW) if method == "OPTIONS" else allowed(VIEW))
        if origin == EVIL:
            expected = REFUSED
        fields = fields_of(SimpleNamespace(headers=wsgi_headers(app, environ)))
        assert fields in (expected, NOTHING)

"""The samples in ``deploy/``: what systemd, a container and a proxy are told. Not tested here: building the image, and
the proxies themselves."""

import json
import re
import shlex
import shutil
import subprocess
from configparser import ConfigParser
from pathlib import Path

import click
import pytest

from archive.cli.serving import serve

DEPLOY = Path(__file__).parents[2] / "deploy"
SAMPLES = ("archive.service", "Containerfile", "nginx.conf", "Caddyfile")


def unit() -> ConfigParser:
    parser = ConfigParser(interpolation=None, strict=True, delimiters="=")
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read_string((DEPLOY / "archive.service").read_text("utf-8"))
    return parser


def instructions() -> list[tuple[str, str]]:
    """The instructions of the container file with their arguments, continued lines joined."""
    text = (DEPLOY / "Containerfile").read_text("utf-8")
    lines = re.sub(
        r"\\\n\s*", "", "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    ).splitlines()
    return [(name, rest) for name, _, rest in (line.partition(" ") for line in lines if line)]


def options_after_serve(command: list[str]) -> click.Context:
    return serve.make_context("serve", command[command.index("serve") + 1 :])


def test_the_unit_may_write_to_the_home_alone() -> None:
    service = unit()["Service"]
    command = shlex.split(service["ExecStart"])
    home = command[command.index("--home") + 1]
    options = options_after_serve(command).params
    assert (options["prefix"], options["proxy"], options["public"]) == ("/archiv", "127.0.0.1", True)
    assert service["ReadWritePaths"] == home == f"/var/lib/{service['StateDirectory'].split()[0]}"
    wanted = {"DynamicUser": "yes", "ProtectSystem": "strict", "ProtectHome": "yes", "PrivateTmp": "yes",
              "NoNewPrivileges": "yes", "Restart": "on-failure", "CapabilityBoundingSet": ""}  # fmt: skip
    assert {name: service.get(name) for name in wanted} == wanted
    assert "ARCHIVE_PASSWORD" not in service  # everybody may read a unit


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
def test_systemd_knows_every_setting_of_the_unit(tmp_path: Path) -> None:
    text = (DEPLOY / "archive.service").read_text("utf-8")
    (tmp_path / "archive.service").write_text(text.replace("/opt/archive/bin/archive", "/bin/true"), "utf-8")
    told = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", tmp_path / "archive.service"], capture_output=True, text=True
    )
    assert [line for line in told.stderr.splitlines() if "archive.service" in line] == []


def test_the_container_runs_as_a_user_without_rights_and_tells_its_health() -> None:
    found = instructions()
    given = dict(found)
    assert re.fullmatch(r"python:3\.\d+-slim", given["FROM"])
    names = [name for name, _ in found]
    assert names[0] == "FROM"
    assert names.index("USER") > max(place for place, name in enumerate(names) if name == "RUN")
    assert int(given["USER"]) > 0
    copied = {word for name, rest in found if name == "COPY" for word in rest.split()[:-1]}
    assert copied == {"pyproject.toml", "README.md", "LICENSE", "archive", "web"}  # no seeds, no index
    assert "/healthz" in given["HEALTHCHECK"]
    entry = json.loads(given["ENTRYPOINT"])
    assert entry[entry.index("--home") + 1] == given["VOLUME"]
    options = options_after_serve(entry).params
    assert (options["host"], str(options["port"])) == ("0.0.0.0", given["EXPOSE"])  # noqa: S104
    assert not options["public"]
    assert "PASSWORD" not in " ".join(rest for _, rest in found)


@pytest.mark.skipif(not shutil.which("hadolint"), reason="hadolint is not installed")
def test_the_linter_finds_nothing_in_the_container_file() -> None:
    told = subprocess.run(["hadolint", "--failure-threshold", "error", DEPLOY / "Containerfile"], capture_output=True)
    assert told.returncode == 0, told.stdout


def test_the_proxies_pass_on_what_the_archive_believes() -> None:
    nginx = (DEPLOY / "nginx.conf").read_text("utf-8")
    for header in ("Host $http_host", "X-Forwarded-For $remote_addr", "X-Forwarded-Proto $scheme"):
        assert f"proxy_set_header {header};" in nginx
    assert "proxy_pass http://127.0.0.1:8000;" in nginx  # with a path behind it, nginx would cut the prefix off
    assert "access_log off;" in nginx
    assert "handle_path" not in (DEPLOY / "Caddyfile").read_text("utf-8")  # it would, too


@pytest.mark.parametrize("name", SAMPLES)
def test_samples_name_no_host_but_examples(name: str) -> None:
    text = (DEPLOY / name).read_text("utf-8")
    assert set(re.findall(r"https?://([^/:;\s']+)", text)) <= {"127.0.0.1", "archiv.example"}
    assert "index-url" not in text

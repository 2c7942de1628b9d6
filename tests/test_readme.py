"""The README's examples are run, in a copy of the project's own seeds."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
COMMANDS = re.findall(r"^\$ (archive .+)$", README, re.MULTILINE)
PROGRAMS = re.findall(r"^```python\n(.+?)^```", README, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("readme")
    shutil.copytree(ROOT / "seeds", home / "seeds")
    subprocess.run([sys.executable, "-m", "archive", "--home", str(home), "index"], check=True, capture_output=True)
    return home


def test_it_starts_with_the_two_commands() -> None:
    assert README.index("make run\nmake test") < 300
    assert COMMANDS
    assert PROGRAMS


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_readme_works_and_prints_something(home: Path, command: str) -> None:
    answer = subprocess.run(
        [sys.executable, "-m", *shlex.split(command)], cwd=home, capture_output=True, text=True, encoding="utf-8"
    )
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_program_of_the_readme_works(home: Path, program: str) -> None:
    answer = subprocess.run([sys.executable, "-c", program], cwd=home, capture_output=True, text=True, encoding="utf-8")
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout


def test_every_link_of_the_readme_leads_somewhere() -> None:
    for target in re.findall(r"\]\((?!http)([^)#]+)", README):
        assert (ROOT / target).exists(), target

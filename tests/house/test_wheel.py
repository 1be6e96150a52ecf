"""The wheel holds everything the program needs, and the program runs from it, away from the source tree."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("yumsync", "sync", "adapters", "state", "config", "standin")


def done(*command: str | Path, cwd: Path) -> str:
    """Run a command that must succeed, with nothing of the source tree in its environment; return what it prints."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "YUMSYNC", "COVERAGE"))
    }
    ended = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**kept, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


def built(folder: Path) -> Path:
    """Build the wheel without a network."""
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--quiet", "--no-cache-dir")
    done(*pip, "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", folder, ROOT, cwd=folder)
    (wheel,) = folder.glob("yumsync-*.whl")
    return wheel


def installed(wheel: Path, folder: Path) -> Path:
    """Install the wheel alone into a clean environment that borrows this one's libraries; return its scripts."""
    venv.create(folder, with_pip=False, symlinks=os.name != "nt")
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / Path(sys.executable).name
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", python, "install", "--quiet")
    done(*pip, "--no-deps", "--no-index", wheel, cwd=folder)
    (own,) = folder.glob("[Ll]ib/**/site-packages")
    # A path in a .pth file is not searched for further .pth files, so the source tree stays out of sight.
    (own / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    return scripts


def test_the_wheel_is_whole_and_runs_from_another_folder(tmp_path: Path) -> None:
    """Every file of the packages is in it, data too; installed, one name means one package; the program starts."""
    wheel = built(tmp_path)
    held = set(zipfile.ZipFile(wheel).namelist())
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                name = path.relative_to(ROOT).as_posix()
                assert (name if package == "yumsync" else f"yumsync/{name}") in held
    assert all(name.startswith(("yumsync/", "yumsync-")) for name in held)

    scripts, elsewhere = installed(wheel, tmp_path / "env"), tmp_path / "nơi khác"
    elsewhere.mkdir()
    program = (
        "import yumsync, sync.values, adapters, state, config.settings, standin, os.path as p;"
        "home = p.dirname(yumsync.__file__);"
        "print(all(p.dirname(p.dirname(m.__file__)) == home for m in (sync, adapters, state, config, standin)));"
        "print(home)"
    )
    inside, home = done(scripts / Path(sys.executable).name, "-c", program, cwd=elsewhere).splitlines()
    assert inside == "True"
    assert Path(home).is_relative_to(tmp_path / "env")

    assert done(scripts / "yumsync", "--help", cwd=elsewhere).startswith("Cách dùng: yumsync")
    done(scripts / "yumsync", "init", cwd=elsewhere)
    assert "yumsync plan" in done(scripts / "yumsync", "status", cwd=elsewhere)
    done(scripts / "yumsync", "standin", "--help", cwd=elsewhere)

#!/usr/bin/env python3
"""Runs every exported notebook from top to bottom and compares what it prints.   usage: notebooks.py [FOLDER...]

Makes a virtual environment with nbclient, ipykernel, pandas and matplotlib on first use. Each notebook is run
in a copy of its folder (those of Notebooks-exports without arguments). A notebook passes when it is
valid nbformat, no cell fails, every cell prints what is stored with it, and every cell that has a drawing
draws. Besides, a report over the seed articles is written as a notebook and run.
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
SAYSO = ROOT / ".build/release/sayso"
HOME = ROOT / ".build/notebooks-venv"
PACKAGES = ["nbclient", "nbformat", "ipykernel", "pandas", "matplotlib"]


def ensure_environment():
    """Starts again inside the environment, which is made when it is not there."""
    python = HOME / "bin/python"
    if pathlib.Path(sys.prefix) == HOME:
        return
    if not (HOME / "ready").exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", HOME], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *PACKAGES], check=True)
        (HOME / "ready").touch()
    sys.exit(subprocess.run([python, __file__, *sys.argv[1:]]).returncode)


def printed(cell):
    return "".join(out.text for out in cell.outputs if out.output_type == "stream" and out.name == "stdout")


def drawings(cell):
    return sum(any(kind.startswith("image/") for kind in out.get("data", {})) for out in cell.outputs)


def run(path, folder):
    """What is wrong with a notebook that is run in a folder."""
    import nbclient
    import nbformat
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    stored = [(printed(cell), drawings(cell)) for cell in notebook.cells if cell.cell_type == "code"]
    try:
        nbclient.NotebookClient(
            notebook, timeout=180, kernel_name="python3",
            resources={"metadata": {"path": str(folder)}}).execute()
    except nbclient.exceptions.CellExecutionError as error:
        return [str(error).strip().splitlines()[-1]], 0
    problems = []
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for cell, (text, count) in zip(cells, stored):
        if printed(cell) != text:
            problems.append(f"cell {cell.id} prints {printed(cell)[:80]!r} instead of {text[:80]!r}")
        if drawings(cell) != count:
            problems.append(f"cell {cell.id} draws {drawings(cell)} times instead of {count}")
    return problems, len(cells)


def main():
    ensure_environment()
    failures = 0
    with tempfile.TemporaryDirectory() as name:
        work = pathlib.Path(name)
        folders = [pathlib.Path(a) for a in sys.argv[1:]]
        if not folders:
            folders = sorted(p for p in (ROOT / "Notebooks-exports").iterdir() if p.is_dir())
            fresh = work / "seed-articles"
            fresh.mkdir()
            subprocess.run([SAYSO, "report", ROOT / "seeds/articles", "-o", fresh / "report.ipynb"], check=True)
            folders.append(fresh)
        for folder in folders:
            copy = work / "copies" / folder.name
            shutil.copytree(folder, copy)
            for path in sorted(copy.glob("*.ipynb")):
                problems, count = run(path, copy)
                failures += len(problems)
                print(f"{folder.name}/{path.name:20s} {count} cells, {len(problems)} problems", flush=True)
                for problem in problems:
                    print("  " + problem)
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()

"""Runs a notebook from top to bottom and fails when a cell fails.

usage: run_notebook.py NOTEBOOK [EXECUTED_COPY]

The notebook itself is not changed. It must have been saved without outputs, so that its history
shows what was written and not what was computed.
"""

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

SECONDS_PER_CELL = 300


def main(path: Path, copy: Path | None) -> str | None:
    """Returns what is wrong, or None."""
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    if any(cell.outputs or cell.execution_count for cell in code):
        return f"{path} was saved with outputs; clear them and save it again"
    client = NotebookClient(
        notebook,
        kernel_name="python3",
        timeout=SECONDS_PER_CELL,
        resources={"metadata": {"path": str(path.resolve().parent)}},
    )
    try:
        client.execute()
    except CellExecutionError as error:
        return f"a cell of {path} failed:\n{error}"
    outputs = [output for cell in code for output in cell.outputs]
    for output in outputs:
        if output.output_type == "stream":
            print(output.text, end="")
    # Matplotlib says on the error stream when its font lacks a letter: a label would show a box.
    said = "".join(o.text for o in outputs if o.output_type == "stream" and o.name == "stderr")
    if "missing from font" in said:
        return f"a letter of {path} has no glyph in the font of its plots"
    plots = sum("image/png" in output.get("data", {}) for output in outputs)
    print(f"{path.name}: {len(code)} code cells ran, {plots} plots were drawn")
    if copy is not None:
        nbformat.write(notebook, copy)
    return None


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) == 3 else None))

"""Run a notebook to its end, also when an answer kills the kernel."""

from nbclient.exceptions import DeadKernelError
from nbclient.util import run_sync
from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.preprocessors import Execute
from nbgrader.utils import is_grade
from traitlets import Integer


class RestartingExecute(Execute):
    """Execute cells as nbgrader does; after a kernel's death start again and go on.

    The cell that killed the kernel gets an error. The cells before it, less the tests and less
    the killers, run again in the new kernel, so that the points of the other answers are not
    lost. An answer that kills at each call ends after `max_restarts`.
    """

    max_restarts = Integer(5, help="New kernels for one notebook.").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: dict, km=None) -> tuple[NotebookNode, dict]:
        """Execute the notebook, counting restarts from zero."""
        self.killers: set[int] = set()
        return super().preprocess(nb, resources, km)

    def preprocess_cell(
        self, cell: NotebookNode, resources: dict, index: int
    ) -> tuple[NotebookNode, dict]:
        """Execute one cell; if the kernel dies, leave an error in the cell and start again."""
        if len(self.killers) > self.max_restarts:
            self._fail(cell, "Not run: earlier cells killed the kernel too often.")
            return cell, resources
        try:
            return super().preprocess_cell(cell, resources, index)
        except DeadKernelError:
            self.log.warning("Cell %d killed the kernel", index)
            self.killers.add(index)
            self._fail(cell, "This cell killed the kernel.")
            if len(self.killers) <= self.max_restarts:
                self._start_again(index)
            return cell, resources

    def _fail(self, cell: NotebookNode, why: str) -> None:
        if cell.cell_type == "code":
            error = new_output("error", ename="DeadKernelError", evalue=why, traceback=[why])
            cell.outputs.append(error)

    def _start_again(self, index: int) -> None:
        run_sync(self._async_cleanup_kernel)()
        self.km = self.create_kernel_manager()
        self.start_new_kernel()
        self.start_new_kernel_client()
        for earlier, cell in enumerate(self.nb.cells[:index]):
            if cell.cell_type == "code" and not is_grade(cell) and earlier not in self.killers:
                outputs, cell.outputs = cell.outputs, []
                self.execute_cell(cell, earlier, store_history=True)
                cell.outputs = outputs

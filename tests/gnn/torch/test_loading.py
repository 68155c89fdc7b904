import subprocess
import sys


def test_torch_loads_where_a_process_does_without_pandas():
    code = (
        "from graph.without_pandas import do_without_pandas\n"
        "do_without_pandas()\n"
        "from gnn.extra import torch_part\n"
        "torch_part('second')\n"
        "import sys\n"
        "assert 'pandas' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)

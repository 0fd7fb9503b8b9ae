"""``python -m interfaces.cli``: the command line where no script was installed."""

from interfaces.cli.main import main

main()

"""`python -m standin`."""

import sys

from standin.serve import main

sys.exit(main())

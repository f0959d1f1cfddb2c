"""Rules made from rules, and rules that keep two points: averages, Lookahead, SAM, Schedule-Free; blocks of matrices."""

from . import averaged as averaged, lookahead as lookahead, sam as sam  # isort: skip
from . import schedule_free as schedule_free, blocks as blocks  # isort: skip

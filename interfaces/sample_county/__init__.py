"""The sample county: real cases, written down in Chinese, replayed through the usual commands.

Each ``.yaml`` file beside this module is a case somebody of the office could have written;
``单位.yaml`` is the organisation tree they all take place in.
"""

from interfaces.sample_county.case_file import SampleFileBroken, SampleRefused
from interfaces.sample_county.loader import SampleLoaded, load_sample_county

__all__ = ["SampleFileBroken", "SampleLoaded", "SampleRefused", "load_sample_county"]

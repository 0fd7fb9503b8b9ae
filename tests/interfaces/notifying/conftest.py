"""What the tests of channels share."""

from pathlib import Path

import pytest

from tests.certificates import make_certificate


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a certificate of loopback with its key, made for this run; nobody else trusts it."""
    return make_certificate(tmp_path_factory.mktemp("loopback") / "certificate.pem")

"""What all tests share: a browser, and the option that asks for long tests."""

import shutil

import pytest

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def pytest_addoption(parser):
    """Add the option that asks."""
    parser.addoption("--slow", action="store_true", help="also tests of many minutes")


def pytest_configure(config):
    """Name the mark."""
    config.addinivalue_line("markers", "slow: takes minutes; runs with --slow")


def pytest_collection_modifyitems(config, items):
    """Skip what is long, unless it is asked for."""
    if not config.getoption("--slow", default=False):
        for item in items:
            if item.get_closest_marker("slow"):
                item.add_marker(pytest.mark.skip(reason="long: pytest --slow"))


@pytest.fixture(scope="module")
def chromium():
    """Start a browser. It must end with the module: while it lives, asyncio is taken."""
    playwright = pytest.importorskip("playwright.sync_api")
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        pytest.skip("no Chromium: install Debian's package `chromium` to run the browser tests")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()

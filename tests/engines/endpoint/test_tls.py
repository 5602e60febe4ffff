"""The line to the endpoint: encrypted unless it does not leave the machine, and to a server that proves who it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from endpoint_samples import settings, wise
from programs import QINGDAO, one_error_line, run, run_other
from server import ChatServer
from tls import TlsServer

from summarizer import Settings, UsageError, summarize

if TYPE_CHECKING:
    from pathlib import Path

SUMMED = ("--format", "json", "--quiet")


@pytest.mark.parametrize(
    "address",
    [
        "http://llm.example.com/v1",
        "http://192.168.1.20:8080/v1",
        "http://10.0.0.5/v1",
        "http://[fd00::1]:8080/v1",
        "http://0.0.0.0:8080/v1",
        "http://localhost.example.com/v1",
        "http://127.0.0.1.example.com/v1",
        "HTTP://LLM.EXAMPLE.COM/v1",
    ],
)
def test_plain_http_to_another_machine_is_refused(address: str, tmp_path: Path) -> None:
    """Also in a private network, and before anything is sent: nobody's plan or key is read along the way."""
    with pytest.raises(UsageError, match="--allow-plaintext") as caught:
        summarize(QINGDAO, Settings(endpoint=address, cache_dir=tmp_path))
    assert "\n" not in str(caught.value)
    assert "https://" in str(caught.value)
    assert Settings(endpoint=address, allow_plaintext=True).asks_a_model
    assert not Settings(endpoint=address, engine="rules").asks_a_model


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.10", "localhost", "LOCALHOST", "[::1]"])
def test_this_machine_needs_no_encryption(host: str) -> None:
    assert Settings(endpoint=f"http://{host}:8080/v1").asks_a_model


@pytest.mark.slow
def test_the_command_line_says_what_to_do_and_does_it(tmp_path: Path) -> None:
    """One line and exit code 2; with the flag the run goes on (here: to an address where nobody is)."""
    result = run(QINGDAO, "--endpoint", "http://192.0.2.1/v1", *SUMMED, SUMMARIZER_CACHE_DIR=str(tmp_path))
    assert result.returncode == 2
    assert "--allow-plaintext" in one_error_line(result)
    assert result.stdout == b""
    result = run_other("doctor", "--endpoint", "http://192.0.2.1/v1")
    assert result.returncode == 2
    assert b"--allow-plaintext" in result.stderr
    proxy = "http://127.0.0.1:9"  # nothing leaves this machine in a test
    result = run(
        QINGDAO, "--endpoint", "http://192.0.2.1/v1", "--allow-plaintext", *SUMMED,
        SUMMARIZER_CACHE_DIR=str(tmp_path), HTTP_PROXY=proxy, http_proxy=proxy, NO_PROXY="", no_proxy="",
    )  # fmt: skip
    assert result.returncode == 3, "asked, and nobody there"
    assert b"no answer from http://192.0.2.1/v1" in result.stdout


@pytest.mark.slow
def test_a_working_folder_says_no_address(tmp_path: Path) -> None:
    """A folder of documents that names an endpoint: neither plan nor key goes there, and the user is told."""
    with ChatServer(wise) as server:
        (tmp_path / "summarizer.toml").write_text(f'endpoint = "{server.url}"\n', encoding="utf-8")
        env = {"SUMMARIZER_API_KEY": "sk-mine", "SUMMARIZER_CACHE_DIR": str(tmp_path / "cache")}
        result = run(QINGDAO, *SUMMED, cwd=tmp_path, **env)
        assert result.returncode == 2
        assert "endpoint is not taken from the working folder" in one_error_line(result)
        assert server.paths == server.keys == []


@pytest.mark.slow
def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    """At once, in one line that names the certificate, and without a byte of the plan or the key sent."""
    with TlsServer(wise) as server:
        for more in ({}, {"model": "test-model"}):
            found = summarize(QINGDAO, settings(server, tmp_path, api_key="sk-mine", **more))
            (gap,) = found.incomplete
            assert re.search(r"certificate that is not trusted .*SSL_CERT_FILE", gap.reason)
            assert "\n" not in gap.reason
        assert server.paths == server.keys == []


@pytest.mark.slow
def test_ones_own_authority_is_trusted_by_ssl_cert_file(tmp_path: Path) -> None:
    """The one way to use a server with a certificate of one's own; also on loopback, where no proxy is asked."""
    with TlsServer(wise) as server:
        file = tmp_path / "authority.pem"
        server.authority.cert_pem.write_to_path(file)
        result = run(
            QINGDAO, "--endpoint", server.url, *SUMMED,
            SSL_CERT_FILE=str(file), SUMMARIZER_CACHE_DIR=str(tmp_path), HTTPS_PROXY="http://127.0.0.1:9",
        )  # fmt: skip
        assert result.returncode == 0, result.stderr.decode()
        assert server.requests


@pytest.mark.slow
def test_a_certificate_for_another_name_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Trusting an authority is not trusting every server that it vouches for."""
    with TlsServer(wise, host="elsewhere.example") as server:
        file = tmp_path / "authority.pem"
        server.authority.cert_pem.write_to_path(file)
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
        (gap,) = summarize(QINGDAO, settings(server, tmp_path)).incomplete
        assert "certificate that is not trusted" in gap.reason
        assert server.paths == []

"""Certificates of this process's own for TLS on loopback: one that is trusted, and one that nobody trusts."""

from __future__ import annotations

import ssl
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Certificates:
    """`trusted` and `untrusted` are for a server; `client` trusts the first of them and nothing else."""

    trusted: ssl.SSLContext
    untrusted: ssl.SSLContext
    client: ssl.SSLContext


@cache
def certificates() -> Certificates:
    """Make them, once for each process."""
    with tempfile.TemporaryDirectory(prefix="certificates-") as folder:
        good, bad = (_self_signed(Path(folder) / f"{name}.pem") for name in ("good", "bad"))
        client = ssl.create_default_context(cafile=str(good))
        return Certificates(_serving(good), _serving(bad), client)


def _serving(file: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


def _self_signed(file: Path) -> Path:
    """Write a key and its certificate for this machine's loopback address."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(HOST))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    file.write_bytes(key.private_bytes(pem, *plain) + certificate.public_bytes(pem))
    return file

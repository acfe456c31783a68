"""A seal system of our own: signs PDFs with pyHanko, and OFDs as GB/T 33190 has it."""

import base64
import datetime
import io
import zipfile
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from asn1crypto import keys, x509
from cryptography import x509 as certificates
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

from reports.archive import digests

NAME = "瀍水区人民政府办公室"
SM3 = "1.2.156.10197.1.401"


@cache
def signer() -> signers.SimpleSigner:
    """Return a signer with a certificate of its own making."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = certificates.Name([certificates.NameAttribute(NameOID.COMMON_NAME, NAME)])
    day = datetime.datetime(2026, 1, 1)
    builder = certificates.CertificateBuilder().subject_name(name).issuer_name(name)
    builder = builder.public_key(key.public_key()).serial_number(7)
    builder = builder.not_valid_before(day).not_valid_after(day.replace(year=2046))
    made = builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)
    private = key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return signers.SimpleSigner(
        x509.Certificate.load(made),
        keys.PrivateKeyInfo.load(private),
        SimpleCertificateStore(),
    )


def signed_pdf(pdf: bytes, field: str = "Seal1") -> bytes:
    """Return the PDF with a signature added to it.

    In a thread of its own: pyHanko runs a loop of events, and a browser test leaves one running.
    """
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    told = signers.PdfSignatureMetadata(field_name=field, name=NAME)
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(signers.sign_pdf, writer, told, signer=signer()).result().getvalue()


def parts(ofd: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(ofd)) as file:
        return {name: file.read(name) for name in file.namelist()}


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in files.items():
            file.writestr(name, content)
    return out.getvalue()


def signed_ofd(ofd: bytes) -> bytes:
    """Return the OFD with the parts of a seal added; the seal itself is a placeholder."""
    files = parts(ofd)
    place = b"<ofd:Signatures>/Doc_0/Signs/Signatures.xml</ofd:Signatures></ofd:DocBody>"
    files["OFD.xml"] = files["OFD.xml"].replace(b"</ofd:DocBody>", place)
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    references = "".join(
        f'<ofd:Reference FileRef="/{name}"><ofd:CheckValue>'
        f"{base64.b64encode(bytes.fromhex(digests(content)[1])).decode()}</ofd:CheckValue></ofd:Reference>"
        for name, content in files.items()
    )
    files["Doc_0/Signs/Signatures.xml"] = (
        f'<ofd:Signatures {space}><ofd:MaxSignId>1</ofd:MaxSignId><ofd:Signature ID="1" Type="Seal"'
        ' BaseLoc="/Doc_0/Signs/Sign_0/Signature.xml"/></ofd:Signatures>'
    ).encode()
    files["Doc_0/Signs/Sign_0/Signature.xml"] = (
        f'<ofd:Signature {space}><ofd:SignedInfo><ofd:Provider ProviderName="某签章系统"'
        f' Company="{NAME}"/><ofd:SignatureDateTime>20260120093000</ofd:SignatureDateTime>'
        f'<ofd:References CheckMethod="{SM3}">{references}</ofd:References></ofd:SignedInfo>'
        "<ofd:SignedValue>SignedValue.dat</ofd:SignedValue></ofd:Signature>"
    ).encode()
    files["Doc_0/Signs/Sign_0/SignedValue.dat"] = b"0"
    return zipped(files)

"""Files that mean harm, and sound ones beside them, made for the tests."""

import io
import struct
import zipfile
import zlib

import pikepdf
from pikepdf import Array, Dictionary, Name, String

MIB = 1024 * 1024


def zipped(parts, method=zipfile.ZIP_DEFLATED):
    """Pack parts; bytes that are huge compress well."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def document(**parts):
    """A Word document with more parts; `__` in a name is a slash, `_dot_` a full stop."""
    more = {name.replace("__", "/").replace("_dot_", "."): data for name, data in parts.items()}
    return zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>", **more})


def open_document(mimetype, **parts):
    """An OpenDocument whose first part says what it is."""
    return zipped({"mimetype": mimetype, "content.xml": "<o/>", **parts})


def pdf(change=None, **options):
    """A PDF of one page, changed."""
    made = pikepdf.new()
    made.add_blank_page()
    if change:
        change(made)
    out = io.BytesIO()
    made.save(out, **options)
    return out.getvalue()


def script():
    """An action that runs a script."""
    return Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def opening(made, **action):
    """Let something happen when a document is opened."""
    made.Root.OpenAction = Dictionary(**action)


def with_script_in_stream():
    """R20: the script lies in an object within a compressed object stream."""

    def change(made):
        made.Root.Names = Dictionary(
            JavaScript=Dictionary(Names=Array(["a", made.make_indirect(script())]))
        )

    return pdf(change, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def compressed(change=None):
    """A PDF whose changes lie in a compressed object stream."""
    return pdf(change, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def on_page(made, **values):
    """Put values into the page of a document."""
    for name, value in values.items():
        made.pages[0].obj[f"/{name}"] = made.make_indirect(value)


def form_of_scripts(made):
    """Put a form of the sort that holds its own scripts into a document."""
    made.Root.AcroForm = Dictionary(XFA=Array([String("a")]))


def embedded(made):
    """Let a document bring a file along."""
    made.attachments["setup.exe"] = pikepdf.AttachedFileSpec(made, b"MZ")


def locked(owner_only=False):
    """A PDF under a password."""
    password = "" if owner_only else "secret"
    return pdf(encryption=pikepdf.Encryption(owner="owner", user=password))


def packed_blanks(before, mib, after):
    """Pack a text with so many MiB of blanks in its middle; one is packed, and repeated."""
    packer, last, blanks = zlib.compressobj(9), zlib.compressobj(9, wbits=-15), b" " * MIB
    start = packer.compress(before) + packer.flush(zlib.Z_FULL_FLUSH)
    middle = packer.compress(blanks) + packer.flush(zlib.Z_FULL_FLUSH)
    checksum = zlib.adler32(before)
    for part in [blanks] * mib + [after]:
        checksum = zlib.adler32(part, checksum)
    end = last.compress(after) + last.flush() + struct.pack(">I", checksum)
    return start + middle * mib + end


def object_stream_bomb(mib):
    """A PDF whose object stream unpacks to many times its length."""
    packed = packed_blanks(b"5 0 ", mib, b"<<>>")
    parts, offsets = [b"%PDF-1.7\n"], {}

    def add(number, body):
        offsets[number] = sum(map(len, parts))
        parts.append(b"%d 0 obj\n%b\nendobj\n" % (number, body))

    add(1, b"<</Type/Catalog/Pages 2 0 R/Names 5 0 R>>")
    add(2, b"<</Type/Pages/Kids[]/Count 0>>")
    head = b"<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n" % len(packed)
    add(4, head + packed + b"\nendstream")
    at = sum(map(len, parts))
    rows = [(0, 0, 65535), (1, offsets[1], 0), (1, offsets[2], 0), (1, at, 0),
            (1, offsets[4], 0), (2, 4, 0)]  # fmt: skip
    table = b"".join(struct.pack(">BIH", *row) for row in rows)
    parts.append(
        b"3 0 obj\n<</Type/XRef/Size 6/W[1 4 2]/Root 1 0 R/Length %d>>stream\n" % len(table)
        + table + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % at
    )  # fmt: skip
    return b"".join(parts)


def many_objects(count):
    """A PDF of one page and very many empty objects, without a table."""
    objects = b"".join(b"%d 0 obj<</A[1 2 3]>>endobj\n" % number for number in range(4, count))
    return (
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n" + objects
        + b"trailer<</Root 1 0 R/Size %d>>\n%%%%EOF\n" % count
    )  # fmt: skip


def nested_pdf(depth):
    """A PDF with an array within an array, very often."""
    return (
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R/A "
        + b"[" * depth + b"]" * depth
        + b">>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n"
    )  # fmt: skip


def png(width, height):
    """The head of a PNG."""
    head = struct.pack(">I4sIIBBBBB", 13, b"IHDR", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + head + b"\0" * 64


def gif(width, height):
    """The head of a GIF."""
    return b"GIF89a" + struct.pack("<HH", width, height) + b"\0" * 8


def jpeg(width, height):
    """The head of a JPEG, its size behind another segment."""
    frame = b"\xff\xc0\x00\x11\x08" + struct.pack(">HH", height, width)
    return b"\xff\xd8\xff\xe0\x00\x10" + b"\0" * 14 + frame + b"\0" * 16


def lying_archive():
    """An archive whose table of contents states less than a part unpacks to."""
    data = bytearray(document(word__media__a_dot_png=b"\0" * (16 * MIB)))
    size = struct.pack("<I", 16 * MIB)
    return bytes(data.replace(size, struct.pack("<I", 100)))

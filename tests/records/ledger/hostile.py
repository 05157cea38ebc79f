"""Files that were made to hang the verifier, fill its memory or break it, each by one function."""

import base64
import json
import zlib
from functools import lru_cache

from records.ledger import note, verify
from records.ledger.canonical import canonical
from tests.records.ledger import packs

FLATE = b"/Filter /FlateDecode"


def pdf_with(*objects, trailer=b"/Root 1 0 R", table=None):
    """Write a PDF of the given object bodies, numbered from 1, with its table or another one."""
    parts, places, at = [b"%PDF-1.7\n"], [], 9
    for number, body in enumerate(objects, 1):
        places.append(at)
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, body))
        at += len(parts[-1])
    usual = b"0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    usual += b"".join(b"%010d 00000 n \n" % place for place in places)
    parts.append(b"xref\n" + (usual if table is None else table(usual, places)))
    parts.append(b"trailer << %s >>\nstartxref\n%d\n%%%%EOF\n" % (trailer, at))
    return b"".join(parts)


def stream(data, about=b""):
    """Write a stream."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), about, data)


@lru_cache(maxsize=16)
def packed(data):
    """Pack a file; those that stay the same from one PDF to the next are the long ones."""
    return zlib.compress(data, 9)


def attached(files):
    """Write a PDF that carries packed files, by name."""
    numbers = range(2, 2 + 2 * len(files), 2)
    names = b" ".join(
        b"(%s) %d 0 R" % (name.encode(), number)
        for name, number in zip(files, numbers, strict=True)
    )
    objects = [b"<< /Names << /EmbeddedFiles << /Names [ " + names + b" ] >> >> >>"]
    for (name, data), number in zip(files.items(), numbers, strict=True):
        objects.append(b"<< /UF (%s) /EF << /F %d 0 R >> >>" % (name.encode(), number + 1))
        objects.append(stream(packed(data), FLATE))
    return pdf_with(*objects)


def manifest_of(text):
    """Write a file whose manifest is this."""
    return attached({"manifest.json": text})


def sealed_with(change):
    """Seal a pack whose proof was changed, as somebody with the seal's key could."""

    def made(keys):
        proof = packs.proof(keys, packs.history())
        change(keys, proof)
        files = packs.with_manifest(packs.files_of(proof, packs.AFTER))
        return packs.pack(keys, files)

    return made


def _line(keys, index):
    named = note.key_hash(packs.ORIGIN, keys.ledger.public_key())
    signed = named + index.to_bytes(4, "big") * 16
    return f"— {packs.ORIGIN} {base64.b64encode(signed).decode()}\n"


def many_signature_lines(keys, proof):
    """3,000 signatures of the right key's name, each of which would have to be tried."""
    text = proof["checkpoint"].partition("\n\n")[0]
    proof["checkpoint"] = text + "\n\n" + "".join(_line(keys, number) for number in range(3000))


def many_keys(keys, proof):
    """200 keys, and 3,000 signatures for each."""
    many_signature_lines(keys, proof)
    proof["keys"] = proof["keys"] * 200


def repeated_key(keys, proof):
    """As many keys and lines as are let through, all of them alike."""
    text = proof["checkpoint"].partition("\n\n")[0]
    proof["checkpoint"] = text + "\n\n" + "".join(_line(keys, number) for number in range(16))
    proof["keys"] = proof["keys"] * 8


def endless_note(_keys, proof):
    """A checkpoint of six million signs."""
    proof["checkpoint"] += "x" * 6_000_000


def many_bodies(_keys, proof):
    """Entries whose bodies hold millions of empty lists together."""
    body = '{"a":[' + ",".join(["[]"] * 5000) + "]}"
    proof["entries"] = [{"pos": pos, "body": body, "proof": []} for pos in range(400)]


def many_hashes(_keys, proof):
    """Proofs with many more hashes than a tree has levels."""
    for entry in proof["entries"]:
        entry["proof"] = ["0" * 64] * 30_000


def huge_position(_keys, proof):
    """Positions and sizes at the end of what an integer holds."""
    text, _, lines = proof["checkpoint"].partition("\n\n")
    origin, _size, root = text.split("\n")
    proof["checkpoint"] = f"{origin}\n9007199254740991\n{root}\n\n{lines}"
    for entry in proof["entries"]:
        entry["pos"] = 2**53


def subsections(count, references):
    """Cross-reference sections without end, and references that would search them all."""

    def table(usual, _places):
        return usual + b"0 0\n" * count

    def made(_keys):
        refs = b" ".join(b"%d 0 R" % number for number in range(10, 10 + references))
        root = b"<< /AcroForm << /Fields [ " + refs + b" ] >> >>"
        return pdf_with(root, table=table)

    return made


def tables_in_a_row(_keys):
    """A chain of many thousand cross-reference tables."""
    parts, at, before = [b"%PDF-1.7\n"], 9, b""
    for _ in range(20_000):
        part = b"xref\n0 1\n0000000000 65535 f \ntrailer << /Root 1 0 R %s >>\n" % before
        parts.append(part)
        before = b"/Prev %d" % at
        at += len(part)
    return b"".join(parts) + b"startxref\n%s\n%%%%EOF\n" % before[6:]


def shared_comment(_keys):
    """Thousands of objects that all begin before the same comment of many million signs."""
    count = 4000
    fields = b" ".join(b"%d 0 R" % number for number in range(2, count + 2))
    head = b"%PDF-1.7\n"
    root = b"1 0 obj << /AcroForm << /Fields [ " + fields + b" ] >> >> endobj\n"
    heads = [b"%d 0 obj %%" % number for number in range(2, count + 2)]
    places = [len(head)]
    at = len(head) + len(root)
    for one in heads:
        places.append(at)
        at += len(one)
    body = head + root + b"".join(heads) + b"x" * 40_000_000 + b"\n<< >>\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return b"%sxref\n1 %d\n%strailer << /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        body,
        len(places),
        table,
        len(body),
    )


def fields_over_and_over(_keys):
    """One tree of fields, walked once for each of many thousand references to it."""
    kids = b" ".join(b"%d 0 R" % number for number in range(3, 3003))
    root = b"<< /AcroForm << /Fields [ " + b"2 0 R " * 20_000 + b"] >> >>"
    return pdf_with(root, b"<< /Kids [ " + kids + b" ] >>", *[b"<< /T (x) >>"] * 3000)


def signatures_with_long_ranges(_keys):
    """Fields that share a range of a hundred thousand numbers."""
    fields = b" ".join(b"%d 0 R" % number for number in range(3, 2003))
    root = b"<< /AcroForm << /Fields [ " + fields + b" ] >> >>"
    numbers = b"[ " + b"1 " * 60_000 + b"]"
    return pdf_with(root, numbers, *[b"<< /V << /ByteRange 2 0 R >> >>"] * 2000)


def wide_seal(_keys):
    """A signature that leaves out forty million digits."""
    before = b"<< /AcroForm << /Fields [ 2 0 R ] >> >>"
    pdf = pdf_with(
        before,
        b"<< /V << /ByteRange [ 0 %(a)010d %(b)010d %(c)010d ] /Contents 3 0 R >> >>"
        % {b"a": 200, b"b": 40_000_202, b"c": 1},
        b"<" + b"0" * 40_000_000 + b">",
    )
    first = pdf.index(b"<0000") if b"<0000" in pdf else 0
    return pdf.replace(b"0000000200 0040000202", b"%010d %010d" % (first, first + 40_000_002))


def seal_of(der):
    """A file whose seal holds these bytes, in the place that it names."""
    digits = der.hex().upper().encode()
    body = (
        b"<< /V << /SubFilter /ETSI.CAdES.detached /ByteRange [ 0 %010d %010d %010d ] "
        b"/Contents <" + digits + b"> >> >>"
    )
    pdf = pdf_with(b"<< /AcroForm << /Fields [ 2 0 R ] >> >>", body.replace(b"%010d", b"0" * 10))
    first = pdf.index(b"/Contents <") + 10
    second = first + len(digits) + 2
    span = b"[ 0 %010d %010d %010d ]" % (first, second, len(pdf) - second)
    return pdf.replace(b"[ 0 " + b"0000000000 " * 3 + b"]", span)


def many_certificates(_keys):
    """A seal with twenty thousand certificates."""
    one = verify.der_encode(verify.SEQUENCE, b"")
    inner = [verify.ONE, verify.der_encode(verify.SET), verify.der_encode(verify.SEQUENCE)]
    inner += [
        verify.der_encode(verify.CONTEXT, one * 20_000),
        verify.der_encode(verify.SET, verify.der_encode(verify.SEQUENCE, verify.ONE * 6)),
    ]
    content = verify.der_encode(verify.CONTEXT, verify.der_encode(verify.SEQUENCE, *inner))
    return seal_of(verify.der_encode(verify.SEQUENCE, verify.SIGNED_DATA, content))


def nested_der(_keys):
    """A seal of sequences within each other."""
    data = b""
    for _ in range(4000):
        data = verify.der_encode(verify.SEQUENCE, data)
    return seal_of(data)


def same_stream_again(_keys):
    """Nine hundred attachments that share a stream which unpacks to nothing."""
    packer = zlib.compressobj(0)
    nothing = packer.compress(b"") + b"".join([packer.flush(zlib.Z_FULL_FLUSH)])
    packed = nothing + b"\0\0\0\xff\xff" * 2_000_000 + b"\1\0\0\xff\xff" + b"\0\0\0\1"
    names = b" ".join(b"(%d) %d 0 R" % (number, number + 3) for number in range(900))
    files = [b"<< /UF (%d) /EF << /F 2 0 R >> >>" % number for number in range(900)]
    root = b"<< /Names << /EmbeddedFiles << /Names [ " + names + b" ] >> >> >>"
    return pdf_with(root, stream(packed, FLATE), *files)


def many_attachments(_keys):
    """Twenty thousand attachments of nothing."""
    names = b" ".join(b"(%d) %d 0 R" % (number, number + 3) for number in range(20_000))
    files = [b"<< /UF (%d) /EF << /F 2 0 R >> >>" % number for number in range(20_000)]
    root = b"<< /Names << /EmbeddedFiles << /Names [ " + names + b" ] >> >> >>"
    return pdf_with(root, stream(b""), *files)


def bomb(_keys):
    """A few kilobytes that unpack to gigabytes."""
    return manifest_of(bytes(200 * 2**20))


def marks(count, mark="\u0301\u0316"):
    """A manifest of one text with this many combining marks."""
    return lambda _keys: manifest_of(json.dumps("a" + mark * count, ensure_ascii=False).encode())


def short_runs(_keys):
    """Runs of marks that are let through, as many as fit."""
    text = ("a" + "\u0301\u0316" * 15) * 100_000
    return manifest_of(json.dumps(text, ensure_ascii=False).encode())


def records_of_marks(_keys):
    """Forty records of which each is as slow to normalise as it may be."""
    text = json.dumps(("a" + "\u0301\u0316" * 15) * 15_000, ensure_ascii=False).encode()
    return attached({f"records/UC-{number}.json": text for number in range(40)})


def lists(count):
    """A manifest of many empty lists."""
    return lambda _keys: manifest_of(b"[" + b",".join([b"[]"] * count) + b"]")


def objects_within(_keys):
    """Many objects of one key each, as many as are let through."""
    one = b'{"":{"":{"":{"":0}}}}'
    return manifest_of(b"[" + b",".join([one] * 50_000) + b"]")


def escapes(_keys):
    """A text of millions of escapes, in which quotes could be miscounted."""
    return manifest_of(b'"' + b'\\"\\\\' * 1_900_000 + b'"')


def wide_text(_keys):
    """A text that takes four bytes a sign as soon as it is read."""
    return manifest_of(b'"' + b"a" * 8_000_000 + "\U0001f600".encode() + b'"')


def deep(opening, closing):
    """A manifest of brackets within each other."""
    return lambda _keys: manifest_of(opening * 500_000 + closing * 500_000)


def long_names(_keys):
    """Names of attachments of a hundred kilobytes, each full of escapes."""
    name = b"\\101" * 30_000
    files = [b"<< /UF (%d%s) /EF << /F 2 0 R >> >>" % (number, name) for number in range(300)]
    names = b" ".join(b"(x) %d 0 R" % (number + 3) for number in range(300))
    root = b"<< /Names << /EmbeddedFiles << /Names [ " + names + b" ] >> >> >>"
    return pdf_with(root, stream(b""), *files)


def body(text):
    """A file whose root is this."""
    return lambda _keys: pdf_with(text)


def of_json(text):
    """A file whose manifest is this."""
    return lambda _keys: manifest_of(text)


def sealed_manifest(**about):
    """A sealed pack whose manifest says something odd."""

    def made(keys):
        files = packs.files_of(packs.proof(keys, packs.history()), packs.AFTER)
        return packs.pack(keys, packs.with_manifest(files, **about))

    return made


def sealed_files(name, data):
    """A sealed pack with one more file, which the manifest lists."""

    def made(keys):
        files = packs.files_of(packs.proof(keys, packs.history()), packs.AFTER)
        return packs.pack(keys, packs.with_manifest({**files, name: data}))

    return made


ODD = canonical({"v": 1, "pack": [], "files": [{"name": 1}], "completeness": {}})

FILES = {
    "marks, 60,000": marks(30_000),
    "marks, four million": marks(2_000_000),
    "marks, half width": marks(60_000, "\uff9e"),
    "marks, in short runs": short_runs,
    "marks, in forty records": records_of_marks,
    "signature lines": sealed_with(many_signature_lines),
    "keys and signature lines": sealed_with(many_keys),
    "one key again and again": sealed_with(repeated_key),
    "checkpoint without end": sealed_with(endless_note),
    "sections x references": subsections(90_000, 40_000),
    "sections, eleven million": subsections(11_000_000, 1),
    "tables in a row": tables_in_a_row,
    "lists, 22 million": lists(22_000_000),
    "lists, as many as pass": lists(149_000),
    "objects within each other": objects_within,
    "bodies of lists": sealed_with(many_bodies),
    "hashes": sealed_with(many_hashes),
    "positions": sealed_with(huge_position),
    "shared comment": shared_comment,
    "fields over and over": fields_over_and_over,
    "long ranges": signatures_with_long_ranges,
    "wide seal": wide_seal,
    "certificates": many_certificates,
    "nested DER": nested_der,
    "stream again and again": same_stream_again,
    "attachments": many_attachments,
    "bomb": bomb,
    "escapes": escapes,
    "wide text": wide_text,
    "lists within each other": deep(b"[", b"]"),
    "objects unclosed": deep(b'{"a":', b""),
    "closing brackets": of_json(b"]" * 8_000_000),
    "quotes": of_json(b'"' * 8_000_000),
    "long names": long_names,
    "arrays within each other": body(b"[" * 100_000),
    "dictionaries within each other": body(b"<</A" * 100_000),
    "text unclosed": body(b"(" * 20_000_000),
    "text of brackets": body(b"<< /A [" + b"(()())" * 3_000_000 + b"] >>"),
    "hex unclosed": body(b"<" + b"0" * 20_000_000),
    "comments": body(b"%\n" * 10_000_000 + b"<< >>"),
    "spaces": body(b" " * 40_000_000 + b"<< >>"),
    "names of escapes": body(b"<< /A [" + b"/#41#41#41 " * 2_000_000 + b"] >>"),
    "numbers": body(b"<< /A [" + b"9" * 4_000_000 + b"] >>"),
    "references": body(b"<< /A [" + b"1 0 R " * 4_000_000 + b"] >>"),
    "key twice": of_json(b'{"a":1,"a":1}'),
    "half a pair": of_json(b'"\\ud800"'),
    "number without end": of_json(b"9" * 7_000_000),
    "fraction without end": of_json(b"0." + b"9" * 7_000_000),
    "odd manifest": of_json(ODD),
    "negative sizes": sealed_manifest(pack={"subject": {}, "moment": "", "size": -1}),
    "odd completeness": sealed_manifest(completeness=[1, [], {}]),
    "odd salts": sealed_files("salts.json", b"[]"),
    "odd record": sealed_files("records/UC-0042x.json", b'{"fields":[]}'),
}

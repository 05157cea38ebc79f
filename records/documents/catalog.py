"""What the finished PDF says about itself: claims, title, dates, page labels, files inside."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from xml.sax.saxutils import escape

from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from records.documents.parts import Attachment, Meta

PRODUCER = "Countersign"

# A property of one's own needs a description of it in the file (ISO 19005-3, 6.6.2.3).
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:format>application/pdf</dc:format>
<dc:identifier>{identifier}</dc:identifier>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<xmp:CreateDate>{moment}</xmp:CreateDate><xmp:ModifyDate>{moment}</xmp:ModifyDate>
<xmp:CreatorTool>{producer}</xmp:CreatorTool>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<pdf:Producer>{producer}</pdf:Producer>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 to which the file conforms</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""


def describe(pdf: Pdf, meta: Meta, *, front_pages: int) -> None:
    """Write claims, language, title and page labels: roman for the front matter, then from 1."""
    root = pdf.Root
    root.Lang = String(meta.language)
    root.MarkInfo = Dictionary(Marked=True)
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    root.PageMode = Name.UseOutlines
    labels = [0, Dictionary(S=Name.r), front_pages, Dictionary(S=Name.D)]
    root.PageLabels = Dictionary(Nums=Array(labels))
    values = {
        "identifier": meta.identifier,
        "title": meta.title,
        "subject": meta.subject,
        "author": meta.author,
        "language": meta.language,
        "moment": meta.created.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "producer": PRODUCER,
    }
    xmp = _XMP.format(**{key: escape(value) for key, value in values.items()})
    root.Metadata = Stream(pdf, xmp.encode(), Type=Name.Metadata, Subtype=Name.XML)
    _write_info(pdf, meta)


def attach(pdf: Pdf, attachments: Sequence[Attachment]) -> None:
    """Put files inside, each with its relationship to the document (ISO 19005-3, 6.8).

    They are associated in the order given; the tree of names has to be sorted.
    """
    if not attachments:
        return
    files = {each.name: pdf.make_indirect(_file(pdf, each)) for each in attachments}
    names = [part for name, file in sorted(files.items()) for part in (String(name), file)]
    pdf.Root.Names.EmbeddedFiles = pdf.make_indirect(Dictionary(Names=Array(names)))
    pdf.Root.AF = Array(files.values())


def _file(pdf: Pdf, attachment: Attachment) -> Dictionary:
    stream = Stream(pdf, attachment.data, Type=Name.EmbeddedFile)
    stream.Subtype = Name("/" + attachment.mime)
    stream.Params = Dictionary(
        Size=len(attachment.data),
        ModDate=pdf_date(attachment.modified),
        CheckSum=String(hashlib.md5(attachment.data, usedforsecurity=False).digest()),
    )
    return Dictionary(
        Type=Name.Filespec,
        F=String(attachment.name),
        UF=String(attachment.name),
        Desc=String(attachment.description),
        EF=Dictionary(F=stream, UF=stream),
        AFRelationship=Name("/" + attachment.relationship),
    )


def _write_info(pdf: Pdf, meta: Meta) -> None:
    """Repeat the metadata in the old form: it must say the same as the XMP."""
    info = pdf.docinfo
    info.Title, info.Subject = String(meta.title), String(meta.subject)
    info.Author, info.Creator = String(meta.author), String(PRODUCER)
    info.Producer = String(PRODUCER)
    info.CreationDate = info.ModDate = pdf_date(meta.created)


def pdf_date(moment: datetime) -> String:
    """Write a moment in the PDF's form, in UTC."""
    return String(moment.astimezone(UTC).strftime("D:%Y%m%d%H%M%SZ"))

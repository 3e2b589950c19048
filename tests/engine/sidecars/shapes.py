"""Sidecars in the shapes that programs write them, and what of them is not ours."""

import re
import xml.etree.ElementTree as ET

RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
DC, LR = "http://purl.org/dc/elements/1.1/", "http://ns.adobe.com/lightroom/1.0/"
DIGIKAM = "http://www.digikam.org/ns/1.0/"
OURS = (f"{{{DC}}}subject", f"{{{LR}}}hierarchicalSubject", f"{{{DIGIKAM}}}TagsList")
_OUR_BYTES = re.compile(
    rb"\s*<(dc:subject|lr:hierarchicalSubject|digiKam:TagsList)\b[^>]*?(/>|>.*?</\1>)", re.DOTALL
)


def _list(name: str, kind: str, texts: list[str], indent: str = "   ") -> str:
    if not texts:
        return ""
    items = "".join(f"\n{indent}  <rdf:li>{text}</rdf:li>" for text in texts)
    inner = f"\n{indent} <rdf:{kind}>{items}\n{indent} </rdf:{kind}>"
    return f"\n{indent}<{name}>{inner}\n{indent}</{name}>"


def names(paths: list[str]) -> list[str]:
    """The last levels, each once."""
    return list(dict.fromkeys(path.split("|")[-1] for path in paths))


def digikam(paths: list[str]) -> bytes:
    """As exiv2 writes for digiKam: attributes on the description, every list that digiKam fills."""
    slashed = [path.replace("|", "/") for path in paths]
    lists = (
        _list("digiKam:TagsList", "Seq", slashed)
        + _list("MicrosoftPhoto:LastKeywordXMP", "Bag", slashed)
        + _list("lr:hierarchicalSubject", "Bag", paths)
        + _list("mediapro:CatalogSets", "Bag", paths)
        + _list("dc:subject", "Bag", names(paths))
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="XMP Core 4.4.0-Exiv2">
 <rdf:RDF {RDF}>
  <rdf:Description rdf:about=""
    xmlns:digiKam="{DIGIKAM}"
    xmlns:MicrosoftPhoto="http://ns.microsoft.com/photo/1.0/"
    xmlns:lr="{LR}"
    xmlns:mediapro="http://ns.iview-multimedia.com/mediapro/1.0/"
    xmlns:dc="{DC}"
    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:acdsee="http://ns.acdsee.com/iptc/1.0/"
   digiKam:ColorLabel="0"
   xmp:Rating="3"
   acdsee:note="&lt;Categories&gt;&#xA;&lt;/Categories&gt;">{lists}
   <!-- by hand: caf\u00e9 -->
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
""".encode()


def lightroom(paths: list[str]) -> bytes:
    """As Adobe writes: settings as attributes, the history as a Seq of structures, CRLF nowhere,
    a wrapper with room to grow."""
    lists = _list("dc:subject", "Bag", names(paths)) + _list("lr:hierarchicalSubject", "Bag", paths)
    padding = ("\n" + " " * 100) * 20
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="Adobe XMP Core 7.0-c000 1.000000, 0000/00/00-00:00:00">
 <rdf:RDF {RDF}>
  <rdf:Description rdf:about=''
    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/"
    xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"
    xmlns:stEvt="http://ns.adobe.com/xap/1.0/sType/ResourceEvent#"
    xmlns:dc="{DC}"
    xmlns:lr="{LR}"
   xmp:Rating="4"   crs:Exposure2012='+0.35'
   crs:RawFileName="x &amp; y.CR2">
   <xmpMM:History>
    <rdf:Seq>
     <rdf:li stEvt:action="saved" stEvt:changed="/metadata"/>
    </rdf:Seq>
   </xmpMM:History>
   <crs:ToneCurvePV2012>
    <rdf:Seq>
     <rdf:li>0, 0</rdf:li>
     <rdf:li>255, 255</rdf:li>
    </rdf:Seq>
   </crs:ToneCurvePV2012>{lists}
   <crs:Look><![CDATA[<not> & markup]]></crs:Look>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>{padding}
<?xpacket end="w"?>""".encode()


def darktable(paths: list[str]) -> bytes:
    """As darktable writes: all levels as names, its own bookkeeping, a history of operations."""
    levels = list(dict.fromkeys(level for path in paths for level in path.split("|")))
    lists = _list("dc:subject", "Bag", ["darktable", "changed", *levels]) + _list(
        "lr:hierarchicalSubject", "Bag", ["darktable|changed", *paths]
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="XMP Core 4.4.0-Exiv2">
 <rdf:RDF {RDF}>
  <rdf:Description rdf:about=""
    xmlns:dc="{DC}"
    xmlns:lr="{LR}"
    xmlns:darktable="http://darktable.sf.net/"
   darktable:history_end="2"
   darktable:xmp_version="5">
   <darktable:history>
    <rdf:Seq>
     <rdf:li
      darktable:operation="exposure"
      darktable:params="gz02eJxjYGBgYAJiCQYYOOHEgAZY0QWAgBGLGANDgz0Ej1Q+dlAx68oBEMbFxwX+AwGIBgCbGCeh"/>
    </rdf:Seq>
   </darktable:history>{lists}
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
""".encode()


def compact(paths: list[str]) -> bytes:
    """Without blanks, other prefixes, the lists as programs of today would not write them."""
    flat = "".join(f"<rdf:li>{name}</rdf:li>" for name in names(paths))
    lists = f"<s:subject><rdf:Seq>{flat}</rdf:Seq></s:subject>" if flat else "<s:subject/>"
    return (
        '<?xml version="1.0"?>\r\n<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
        f'xmlns:s="{DC}" xmlns:q="urn:q" q:a="1">{lists}<q:other>\u00e5</q:other>'
        "</rdf:Description></rdf:RDF></x:xmpmeta>"
    ).encode()


SHAPES = {
    "digikam": digikam,
    "lightroom": lightroom,
    "darktable": darktable,
    "compact": compact,
}


def other_nodes(file: bytes) -> str:
    """Everything that is not ours, canonical (C14N 2.0, with comments)."""
    return ET.canonicalize(
        file.decode("utf-8-sig"), with_comments=True, strip_text=True, exclude_tags=OURS
    )


def other_bytes(file: bytes) -> bytes:
    """Everything that is not ours, byte for byte; for files with the usual prefixes."""
    return _OUR_BYTES.sub(b"", file)


def lists_of(file: bytes) -> dict[str, tuple[str, list[str]]]:
    """Our fields as a reader of trees sees them: kind of list, and texts."""
    found = {}
    for name in OURS:
        for element in ET.fromstring(file.decode("utf-8-sig")).iter(name):
            kinds = [child.tag.rpartition("}")[2] for child in element]
            texts = [item.text or "" for child in element for item in child]
            found[name.rpartition("}")[2]] = (kinds[0] if kinds else "", texts)
    return found

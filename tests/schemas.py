"""Schemas of what is written for other programs, told from their documentation.

JUNIT: the elements, attributes and orders that the shared JUnit schema documents (github.com/windyroad/JUnit-Schema), as
Jenkins, GitLab and Azure read them. SARIF: those clauses of SARIF 2.1.0 (docs.oasis-open.org/sarif) that we write under;
nothing else is allowed, so that a misspelt member is noticed.
"""

from __future__ import annotations

from typing import Any

JUNIT = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
<xs:simpleType name="word"><xs:restriction base="xs:token"><xs:minLength value="1"/></xs:restriction></xs:simpleType>
<xs:simpleType name="moment"><xs:restriction base="xs:dateTime">
  <xs:pattern value="\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d"/></xs:restriction></xs:simpleType>
<xs:complexType name="fault"><xs:simpleContent><xs:extension base="xs:string">
  <xs:attribute name="message" type="xs:string"/><xs:attribute name="type" type="xs:string" use="required"/>
</xs:extension></xs:simpleContent></xs:complexType>
<xs:element name="testsuites"><xs:complexType><xs:sequence>
 <xs:element name="testsuite" minOccurs="0" maxOccurs="unbounded"><xs:complexType><xs:sequence>
  <xs:element name="properties"><xs:complexType><xs:sequence>
   <xs:element name="property" minOccurs="0" maxOccurs="unbounded"><xs:complexType>
    <xs:attribute name="name" type="word" use="required"/><xs:attribute name="value" type="xs:string" use="required"/>
   </xs:complexType></xs:element></xs:sequence></xs:complexType></xs:element>
  <xs:element name="testcase" minOccurs="0" maxOccurs="unbounded"><xs:complexType>
   <xs:choice minOccurs="0">
    <xs:element name="skipped"><xs:complexType><xs:attribute name="message" type="xs:string"/></xs:complexType></xs:element>
    <xs:element name="error" type="fault"/><xs:element name="failure" type="fault"/>
   </xs:choice>
   <xs:attribute name="name" type="xs:token" use="required"/>
   <xs:attribute name="classname" type="xs:token" use="required"/>
   <xs:attribute name="time" type="xs:decimal" use="required"/>
  </xs:complexType></xs:element>
  <xs:element name="system-out" type="xs:string"/><xs:element name="system-err" type="xs:string"/>
 </xs:sequence>
 <xs:attribute name="name" type="word" use="required"/><xs:attribute name="package" type="xs:token" use="required"/>
 <xs:attribute name="id" type="xs:int" use="required"/><xs:attribute name="timestamp" type="moment" use="required"/>
 <xs:attribute name="hostname" type="word" use="required"/><xs:attribute name="tests" type="xs:int" use="required"/>
 <xs:attribute name="failures" type="xs:int" use="required"/><xs:attribute name="errors" type="xs:int" use="required"/>
 <xs:attribute name="skipped" type="xs:int"/><xs:attribute name="time" type="xs:decimal" use="required"/>
 </xs:complexType></xs:element></xs:sequence></xs:complexType></xs:element>
</xs:schema>"""


def _object(required: tuple[str, ...] = (), **members: Any) -> dict[str, Any]:
    return {
        "type": "object", "properties": {name.replace("S_", "$"): told for name, told in members.items()},
        "required": list(required), "additionalProperties": False,
    }  # fmt: skip


def _many(items: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "array", "items": items, **more}


_STRING = {"type": "string", "minLength": 1}
_MOMENT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"}
_MESSAGE = _object(("text",), text=_STRING)
_RULE = _object(("id",), id=_STRING, shortDescription=_MESSAGE, fullDescription=_MESSAGE, help=_MESSAGE)
_PLACE = _object(
    ("artifactLocation",),
    artifactLocation=_object(("uri",), uri={"type": "string", "pattern": r"^[\w.~:/?#\[\]@!$&'()*+,;=%-]+$"}),
    region=_object(("startLine",), startLine={"type": "integer", "minimum": 1}),
)
_LOCATION = _object(
    id={"type": "integer", "minimum": -1},
    physicalLocation=_PLACE,
    logicalLocations=_many(_object(name=_STRING), uniqueItems=True),
)
_RESULT = _object(
    ("ruleId", "message"),
    ruleId=_STRING,
    level={"enum": ["none", "note", "warning", "error"]},
    message=_MESSAGE,
    locations=_many(_LOCATION),
    relatedLocations=_many(_LOCATION, uniqueItems=True),
    partialFingerprints={"type": "object", "additionalProperties": _STRING},
    suppressions=_many(_object(("kind",), kind={"enum": ["inSource", "external"]}, justification=_STRING)),
)
_DRIVER = _object(
    ("name",), name=_STRING, informationUri=_STRING, version=_STRING, rules=_many(_RULE, uniqueItems=True)
)
_INVOCATION = _object(
    ("executionSuccessful",),
    commandLine=_STRING, executionSuccessful={"type": "boolean"}, startTimeUtc=_MOMENT, endTimeUtc=_MOMENT,
)  # fmt: skip
_RUN = _object(
    ("tool",),
    tool=_object(("driver",), driver=_DRIVER),
    invocations=_many(_INVOCATION),
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    results=_many(_RESULT),
)
SARIF = _object(("version", "runs"), S_schema=_STRING, version={"const": "2.1.0"}, runs=_many(_RUN))

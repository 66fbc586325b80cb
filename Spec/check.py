#!/usr/bin/env python3
"""Proves that the prose of the standard and its registries agree.

Usage: python3 Spec/check.py [root of the repository]

Prints `file:line: what is wrong` for each fault and exits with 1 if there is any.
"""

import difflib
import json
import re
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent)
VERSION = "2026-12-01"
CHAPTERS = Path("Spec") / VERSION
REGISTRIES = Path("Spec/Registries")
MAPPINGS = Path("Spec/Mappings")
SWIFT_REGISTRY = Path("Sources/WhitworthModel/Failure/FailureCode+Registry.swift")

SCHEMAS = {
    "ErrorEnvelope", "CapabilityDocument", "CapabilitySummary", "WellKnown", "Limits", "ChatCompletionRequest",
    "ChatCompletion", "ChatCompletionChunk", "EmbeddingsRequest", "EmbeddingsResponse", "ImagesRequest",
    "ImagesResponse", "ResponsesRequest", "Response", "ResponseStreamEvent", "ModelList", "Model", "CheckReport",
}
ENDPOINTS = {
    "chat.completions", "responses", "embeddings", "images.generations", "models", "capabilities", "limits",
    "well-known",
}
LEVELS = {"MUST", "SHOULD"}
TARGETS = {"any", "declared", "gateway", "checker"}
OBSERVABILITIES = {"direct", "statistical", "opportunistic", "excluded"}
RETRY_AFTER = {"never": "forbidden", "elsewhere": "forbidden", "after": "required", "backoff": "optional"}

ID = r"[A-Z]+-\d{3}"
# Names of others that look like ids.
FOREIGN = {"SHA"}
ITEM = re.compile(rf'- <a id="({ID})"></a>\*\*({ID})\*\* (\S.*)')
KEYWORD = re.compile(
    r"\b(MUST NOT|MUST|SHOULD NOT|SHOULD|SHALL NOT|SHALL|REQUIRED|NOT RECOMMENDED|RECOMMENDED|MAY|OPTIONAL)\b")
SPAN = re.compile(r"`([^`]+)`")
# Words after which a name in code is an error code, and the names that follow them.
CODE_USE = re.compile(
    r"(?:refused with(?: the code)?|(?:the|our) codes?|error|a code other than) (`[a-z_]+`(?:(?:, | or )`[a-z_]+`)*)")
# Members of requests and answers that look like capability keys.
MEMBERS = {
    "max_tokens", "max_completion_tokens", "max_output", "max_output_tokens", "max_tool_calls", "max_wait_ms",
    "cache_control", "cache_write_tokens",
}

faults: list[str] = []


def fault(path: Path, line: int, text: str) -> None:
    faults.append(f"{path}:{line}: {text}")


def unique_members(pairs):
    names = Counter(name for name, _ in pairs)
    for name, count in names.items():
        if count > 1:
            raise ValueError(f"duplicate member {name!r}")
    return dict(pairs)


def load(path: Path):
    """The document, or None after a fault."""
    try:
        return json.loads((ROOT / path).read_text(encoding="utf-8"), object_pairs_hook=unique_members)
    except FileNotFoundError:
        fault(path, 1, "missing")
    except json.JSONDecodeError as error:
        fault(path, error.lineno, f"no JSON: {error.msg}")
    except ValueError as error:
        fault(path, 1, str(error))
    return None


def line_of(path: Path, text: str) -> int:
    for number, line in enumerate((ROOT / path).read_text(encoding="utf-8").splitlines(), 1):
        if text in line:
            return number
    return 1


def members(path: Path, line: int, what: str, row: dict, expected: set[str], optional: set[str] = frozenset()) -> None:
    missing, extra = expected - row.keys(), row.keys() - expected - optional
    if missing or extra:
        fault(path, line, f"{what}: missing {sorted(missing)}, unknown {sorted(extra)}")


# Registries


def read_errors() -> dict[str, dict]:
    path = REGISTRIES / "errors.json"
    document = load(path)
    if document is None:
        return {}
    codes: dict[str, dict] = {}
    for row in document["codes"]:
        line = line_of(path, f'"code": "{row.get("code")}"')
        members(path, line, f"code {row.get('code')}", row, {
            "code", "status", "type", "retryable", "retry_after", "occurs", "details", "meaning"})
        if row["code"] in codes:
            fault(path, line, f"code {row['code']} twice")
        codes[row["code"]] = row
        if RETRY_AFTER.get(row["retryable"]) != row["retry_after"]:
            fault(path, line, f"{row['code']}: retry_after does not follow from {row['retryable']}")
        for detail in row["details"]:
            members(path, line, f"detail of {row['code']}", detail, {"name", "type", "description"})
    swift = ROOT / SWIFT_REGISTRY
    if swift.exists():
        pattern = re.compile(r'FailureCode\(\s*"(\w+)",\s*(\d+),\s*\.(\w+),\s*\.(\w+)\s*\)')
        theirs = {
            name: (int(status), re.sub("[A-Z]", lambda match: "_" + match[0].lower(), kind), retryable)
            for name, status, kind, retryable in pattern.findall(swift.read_text(encoding="utf-8"))
        }
        for name in sorted(theirs.keys() | codes.keys()):
            ours = codes.get(name)
            ours = ours and (ours["status"], ours["type"], ours["retryable"])
            if ours != theirs.get(name):
                fault(path, line_of(path, f'"{name}"'), f"{name} is {ours} here and {theirs.get(name)} in Swift")
    return codes


def read_capabilities() -> dict[str, dict]:
    path = REGISTRIES / "capabilities.json"
    document = load(path)
    if document is None:
        return {}
    keys: dict[str, dict] = {}
    for row in document["capabilities"]:
        line = line_of(path, f'"key": "{row.get("key")}"')
        members(path, line, f"capability {row.get('key')}", row, {
            "key", "type", "level", "endpoints", "definition", "probe", "native", "unknown"}, {"values", "unit"})
        if row["key"] in keys:
            fault(path, line, f"capability {row['key']} twice")
        keys[row["key"]] = row
        if row["type"] in ("enum", "map") and "values" not in row:
            fault(path, line, f"{row['key']}: a {row['type']} without values")
        if row["type"] == "integer" and "unit" not in row:
            fault(path, line, f"{row['key']}: an integer without unit")
        for endpoint in row["endpoints"]:
            if endpoint not in ENDPOINTS:
                fault(path, line, f"{row['key']}: unknown endpoint {endpoint}")
    return keys


def check_gate(path: Path, line: int, identifier: str, gate: dict, capabilities: dict[str, dict]) -> None:
    key = gate.get("capability")
    capability = capabilities.get(key)
    if capability is None:
        return fault(path, line, f"{identifier}: gate names {key!r}, which is no capability")
    operators = gate.keys() - {"capability", "and"}
    if len(operators) != 1 or not operators <= {"equals", "not", "contains", "lacks", "nonempty", "known"}:
        fault(path, line, f"{identifier}: gate on {key} needs exactly one condition, has {sorted(operators)}")
    is_list = capability["type"] == "list"
    for operator in operators:
        if (operator in ("contains", "lacks", "nonempty")) != is_list and operator != "known":
            fault(path, line, f"{identifier}: {operator} does not fit {key}, of type {capability['type']}")
        value = gate[operator]
        if operator in ("equals", "not", "contains", "lacks") and capability.get("values"):
            if value not in capability["values"]:
                fault(path, line, f"{identifier}: {value!r} is no value of {key}")
        if operator in ("equals", "not") and capability["type"] == "boolean" and not isinstance(value, bool):
            fault(path, line, f"{identifier}: {value!r} is no value of {key}")
    for further in gate.get("and", []):
        check_gate(path, line, identifier, further, capabilities)


def read_requirements(capabilities: dict[str, dict]) -> dict[str, tuple[Path, int, dict, str]]:
    """Each id with its file, line, row and chapter."""
    profiles = load(REGISTRIES / "profiles.json")
    names = {row["profile"]: row for row in profiles["profiles"]} if profiles else {}
    rows: dict[str, tuple[Path, int, dict, str]] = {}
    by_fault: dict[str, str] = {}
    files = sorted((ROOT / REGISTRIES / "requirements").glob("*.json"))
    for file in files:
        path = file.relative_to(ROOT)
        document = load(path)
        if document is None:
            continue
        members(
            path, 1, "file", document, {"prefix", "profile", "chapter", "requirements", "retired"}, {"shared_faults"})
        prefix = document["prefix"]
        if file.stem != prefix:
            fault(path, 1, f"holds the prefix {prefix}")
        if not (ROOT / document["chapter"]).is_file():
            fault(path, 1, f"chapter {document['chapter']} does not exist")
        if prefix not in names.get(document["profile"], {}).get("prefixes", []):
            fault(path, 1, f"profile {document['profile']} does not have the prefix {prefix}")
        retired = {row["id"] for row in document["retired"]}
        shared = document.get("shared_faults", {})
        for row in document["requirements"]:
            identifier = row.get("id", "")
            line = line_of(path, f'"id": "{identifier}"')
            members(path, line, identifier, row, {
                "id", "level", "text", "profile", "since", "gate", "observability", "excluded", "target", "endpoints",
                "test", "cost", "fault", "field_cases"})
            if not re.fullmatch(ID, identifier) or not identifier.startswith(prefix + "-"):
                fault(path, line, f"{identifier!r} is no id of {prefix}")
            if identifier in rows or identifier in retired:
                fault(path, line, f"{identifier} twice")
            rows[identifier] = (path, line, row, document["chapter"])
            for member, allowed in (("level", LEVELS), ("target", TARGETS), ("observability", OBSERVABILITIES)):
                if row[member] not in allowed:
                    fault(path, line, f"{identifier}: {member} {row[member]!r}")
            if row["profile"] not in names:
                fault(path, line, f"{identifier}: profile {row['profile']!r} does not exist")
            if row["gate"] is not None:
                check_gate(path, line, identifier, row["gate"], capabilities)
            for endpoint in row["endpoints"]:
                if endpoint not in ENDPOINTS:
                    fault(path, line, f"{identifier}: unknown endpoint {endpoint}")
            if not row["test"]:
                fault(path, line, f"{identifier}: no test")
            is_excluded = row["observability"] == "excluded"
            if is_excluded != bool(row["excluded"]):
                fault(path, line, f"{identifier}: excluded needs a reason, and only excluded has one")
            if is_excluded != (row["fault"] is None):
                fault(path, line, f"{identifier}: each id that is not excluded names a fault, and no other does")
            name = row["fault"]
            if name is not None:
                if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
                    fault(path, line, f"{identifier}: fault {name!r} is not in kebab-case")
                if name in by_fault and name not in shared:
                    fault(path, line, f"{identifier}: fault {name} is that of {by_fault[name]}, not in shared_faults")
                by_fault[name] = identifier
    for profile in names.values():
        path = REGISTRIES / "profiles.json"
        line = line_of(path, f'"profile": "{profile["profile"]}"')
        for other in profile["requires"]:
            if other not in names:
                fault(path, line, f"{profile['profile']} requires {other}, which does not exist")
        for prefix in profile["prefixes"]:
            if not (ROOT / REGISTRIES / "requirements" / f"{prefix}.json").is_file():
                fault(path, line, f"prefix {prefix} has no requirements")
        if profile["gate"] is not None:
            check_gate(path, line, profile["profile"], profile["gate"], capabilities)
    return rows


# Prose


def check_spans(path: Path, number: int, line: str, codes: dict, capabilities: dict) -> None:
    details = {detail["name"] for code in codes.values() for detail in code["details"]} | {"usage"}
    for use in CODE_USE.findall(line):
        for name in SPAN.findall(use):
            if name not in codes:
                fault(path, number, f"`{name}` is no code of the registry")
    for span in SPAN.findall(line):
        if span in codes or span in capabilities:
            continue
        if span.startswith("details."):
            if span[8:] not in details:
                fault(path, number, f"`{span}` is no detail of any code")
        elif re.fullmatch(r"[a-z]+(_[a-z]+)+", span):
            if difflib.get_close_matches(span, codes, 1, 0.88):
                fault(path, number, f"`{span}` is nearly a code of the registry")
            if re.match(r"(supports|embedding|image|cache|max)_", span) and span not in MEMBERS:
                if span not in capabilities and span not in details:
                    fault(path, number, f"`{span}` is no capability")


def check_example(path: Path, number: int, info: str, lines: list[str], codes: dict) -> None:
    words = info.split()
    if not words or words[0] != "json":
        if "schema=" in info:
            fault(path, number, f"only json has a schema: {info}")
        return
    try:
        value = json.loads("\n".join(lines), object_pairs_hook=unique_members)
    except json.JSONDecodeError as error:
        return fault(path, number + error.lineno, f"example is no JSON: {error.msg}")
    except ValueError as error:
        return fault(path, number, f"example: {error}")
    if len(words) == 1:
        return
    match = re.fullmatch(r"schema=(\w+)", words[1])
    if len(words) > 2 or not match or match[1] not in SCHEMAS:
        return fault(path, number, f"unknown info string {info!r}")
    if match[1] == "ErrorEnvelope":
        error = value["error"]
        code = codes.get(error["code"])
        if code is None:
            return fault(path, number, f"{error['code']} is no code of the registry")
        for member in ("type", "retryable"):
            if error[member] != code[member]:
                fault(path, number, f"{member} of {error['code']} is {code[member]}")
        allowed = {detail["name"] for detail in code["details"]} | {"usage"}
        for name in error.get("details", {}).keys() - allowed:
            fault(path, number, f"{error['code']} has no detail {name}")


def read_prose(rows: dict, codes: dict, capabilities: dict) -> dict[str, tuple[Path, int, str]]:
    items: dict[str, tuple[Path, int, str]] = {}
    chapters = sorted((ROOT / CHAPTERS).glob("*.md"))
    if not chapters:
        fault(CHAPTERS, 1, "no chapters")
    for file in chapters:
        path = file.relative_to(ROOT)
        fence: tuple[int, str, list[str]] | None = None
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            if line.startswith("```"):
                if fence is None:
                    fence = (number, line[3:].strip(), [])
                else:
                    check_example(path, fence[0], fence[1], fence[2], codes)
                    fence = None
                continue
            if fence is not None:
                fence[2].append(line)
                continue
            check_spans(path, number, line, codes, capabilities)
            for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", line):
                if not (file.parent / target).exists():
                    fault(path, number, f"link to {target}, which does not exist")
            keywords = KEYWORD.findall(SPAN.sub("", line))
            match = ITEM.fullmatch(line)
            if match is None:
                if keywords:
                    fault(path, number, f"{keywords[0]} outside a requirement")
                if '<a id="' in line or re.match(rf"\s*[-*] .*\*\*{ID}\*\*", line):
                    fault(path, number, "a requirement that is not of the form of one")
                for identifier in re.findall(rf"\b{ID}\b", SPAN.sub("", line)):
                    if identifier.split("-")[0] not in FOREIGN and identifier not in rows:
                        fault(path, number, f"{identifier} does not exist")
                continue
            identifier, text = match[1], match[3]
            if match[1] != match[2]:
                fault(path, number, f"anchor {match[1]} and id {match[2]} differ")
            if identifier in items:
                fault(path, number, f"{identifier} stands at {items[identifier][0]}:{items[identifier][1]} already")
            items[identifier] = (path, number, text)
            if len(keywords) != 1:
                fault(path, number, f"{identifier} has {len(keywords)} keywords instead of one")
            if not text.endswith("."):
                fault(path, number, f"{identifier} is no sentence")
            if identifier not in rows:
                fault(path, number, f"{identifier} is not in the registry")
                continue
            row = rows[identifier][2]
            if row["text"] != text:
                fault(path, number, f"{identifier} differs from its text in {rows[identifier][0]}")
            if keywords and row["level"] != keywords[0].split()[0]:
                fault(path, number, f"{identifier} says {keywords[0]}, its level is {row['level']}")
            if Path(rows[identifier][3]) != path:
                fault(path, number, f"{identifier} belongs into {rows[identifier][3]}")
        if fence is not None:
            fault(path, fence[0], "a block of code that does not end")
    for identifier, (path, line, _, _) in rows.items():
        if identifier not in items:
            fault(path, line, f"{identifier} stands in no chapter")
    return items


# What refers to ids


def check_release(rows: dict) -> None:
    path = REGISTRIES / "releases" / f"{VERSION}.json"
    document = load(path)
    if document is None:
        return
    scored = document["scored"]
    others = [row["id"] for row in document["not_scored"]]
    for identifier, count in Counter(scored + others).items():
        line = line_of(path, f'"{identifier}"')
        if count > 1:
            fault(path, line, f"{identifier} twice")
        if identifier not in rows:
            fault(path, line, f"{identifier} does not exist")
    for identifier in rows.keys() - set(scored) - set(others):
        fault(path, 1, f"{identifier} is missing")
    for row in document["not_scored"]:
        if not row.get("reason"):
            fault(path, line_of(path, f'"{row["id"]}"'), f"{row['id']} is not scored without a reason")
    for identifier in scored:
        if identifier in rows and rows[identifier][2]["observability"] == "excluded":
            fault(path, line_of(path, f'"{identifier}"'), f"{identifier} is excluded and scored")


def check_mappings(rows: dict, codes: dict) -> None:
    def strings(value):
        if isinstance(value, dict):
            for member in value.values():
                yield from strings(member)
        elif isinstance(value, list):
            for element in value:
                yield from strings(element)
        elif isinstance(value, str):
            yield value

    for file in sorted((ROOT / MAPPINGS).glob("*.json")):
        path = file.relative_to(ROOT)
        document = load(path)
        if document is None:
            continue
        for text in strings(document):
            for identifier in re.findall(rf"\b{ID}\b", text):
                if identifier.split("-")[0] not in FOREIGN and identifier not in rows:
                    fault(path, line_of(path, identifier), f"{identifier} does not exist")
        for row in document.get("errors", []):
            for code in row["code"] if isinstance(row["code"], list) else [row["code"]]:
                if code not in codes:
                    fault(path, line_of(path, f'"{code}"'), f"{code} is no code of the registry")


def check_extensions() -> None:
    path = REGISTRIES / "extensions.json"
    document = load(path)
    seen: set[str] = set()
    for row in document["extensions"] if document else []:
        line = line_of(path, f'"slug": "{row.get("slug")}"')
        members(path, line, f"slug {row.get('slug')}", row, {"slug", "owner", "contact", "description"})
        if row["slug"] in seen or not re.fullmatch(r"[a-z][a-z0-9_-]*", row["slug"]):
            fault(path, line, f"slug {row['slug']!r} is malformed or stands twice")
        seen.add(row["slug"])


def main() -> int:
    codes = read_errors()
    capabilities = read_capabilities()
    rows = read_requirements(capabilities)
    items = read_prose(rows, codes, capabilities)
    check_release(rows)
    check_mappings(rows, codes)
    check_extensions()
    for line in faults:
        print(line)
    if faults:
        print(f"{len(faults)} faults")
        return 1
    levels = Counter(row["level"] for _, _, row, _ in rows.values())
    seen = Counter(row["observability"] for _, _, row, _ in rows.values())
    print(
        f"{len(items)} requirements agree ({levels['MUST']} MUST, {levels['SHOULD']} SHOULD; "
        + ", ".join(f"{count} {name}" for name, count in seen.most_common())
        + f"), {len(codes)} error codes, {len(capabilities)} capabilities")
    return 0


if __name__ == "__main__":
    sys.exit(main())

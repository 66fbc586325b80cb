/// A value of a parsed document, read lazily: kind, members and elements come from the tape, texts from the bytes.
///
/// Copying a value copies a reference. It keeps the bytes of its whole document alive.
public struct JSONValue: Sendable {
    let tape: JSONTape
    let index: Int

    init(tape: JSONTape, index: Int) {
        self.tape = tape
        self.index = index
    }

    /// Parses a document.
    ///
    /// - Throws: `JSONError` with offset and path of the first fault.
    public init(parsing bytes: [UInt8], limits: JSONLimits = .standard) throws(JSONError) {
        let entries = try JSONScanner.scan(bytes, limits: limits)
        tape = JSONTape(bytes: bytes, entries: entries)
        index = 0
    }

    public init(parsing text: String, limits: JSONLimits = .standard) throws(JSONError) {
        try self.init(parsing: Array(text.utf8), limits: limits)
    }

    /// A value made by writing it.
    public static func written(_ write: (inout JSONWriter) -> Void) -> JSONValue {
        var writer = JSONWriter()
        write(&writer)
        // What a writer wrote parses, unless the caller nested wrongly; then the value is null, which no reader takes.
        return (try? JSONValue(parsing: writer.bytes, limits: JSONLimits(depth: .max))) ?? .null
    }

    public static let null = JSONValue(
        tape: JSONTape(
            bytes: Array("null".utf8), entries: [JSONTapeEntry(kind: .null, start: 0, end: 4, next: 1)]),
        index: 0)

    private var entry: JSONTapeEntry { tape.entries[index] }

    public var kind: JSONKind { entry.kind }

    public var isNull: Bool { kind == .null }

    /// The bytes of this value as they stood in the document, quotes included.
    public var raw: ArraySlice<UInt8> {
        let entry = entry
        return entry.kind == .string
            ? tape.bytes[Int(entry.start) - 1..<Int(entry.end) + 1]
            : tape.bytes[Int(entry.start)..<Int(entry.end)]
    }

    /// Of the whole document, in bytes: what a writer that copies most of it should reserve.
    public var documentSize: Int { tape.bytes.count }

    /// In bytes from the start of the document.
    public var offset: Int { Int(entry.start) - (kind == .string ? 1 : 0) }

    public var text: JSONText? {
        let entry = entry
        guard entry.kind == .string else { return nil }
        return JSONText(escaped: tape.bytes[Int(entry.start)..<Int(entry.end)], hasEscapes: entry.hasEscapes)
    }

    public var string: String? { text?.string }

    public var number: JSONNumber? {
        let entry = entry
        return entry.kind == .number ? JSONNumber(text: tape.bytes[Int(entry.start)..<Int(entry.end)]) : nil
    }

    public var int: Int? { number?.int }

    public var double: Double? { number?.double }

    public var bool: Bool? {
        let entry = entry
        return entry.kind == .boolean ? tape.bytes[Int(entry.start)] == 0x74 : nil
    }

    public var object: JSONObject? { kind == .object ? JSONObject(value: self) : nil }

    public var array: JSONArray? { kind == .array ? JSONArray(value: self) : nil }

    /// The members if this is an object; none otherwise.
    public var members: [JSONObject.Element] { object.map { Array($0) } ?? [] }

    /// The elements if this is an array; none otherwise.
    public var elements: [JSONValue] { array.map { Array($0) } ?? [] }

    /// The member of this name, if this is an object that has one.
    public subscript(name: StaticString) -> JSONValue? {
        guard let object else { return nil }
        for (key, value) in object where key == name { return value }
        return nil
    }

    /// The element at this position, if this is an array that long. Linear in the position.
    public subscript(position: Int) -> JSONValue? {
        guard let array, position >= 0 else { return nil }
        var rest = position
        for element in array {
            if rest == 0 { return element }
            rest -= 1
        }
        return nil
    }

    /// Where this value stands in its document. Costs a walk from the root: for errors only.
    public var path: JSONPath {
        var path = JSONPath()
        var current = 0
        while current != index {
            let isObject = tape.entries[current].kind == .object
            var child = current + 1
            var position = 0
            while true {
                let value = isObject ? child + 1 : child
                let next = Int(tape.entries[value].next)
                if index < next || child == index {
                    path.elements.append(
                        isObject
                            ? .key(JSONValue(tape: tape, index: child).string ?? "") : .index(position))
                    if child == index { return path }
                    current = value
                    break
                }
                child = next
                position += 1
            }
        }
        return path
    }
}

extension JSONValue: Hashable {
    /// The same tree: members in the same order, numbers spelled the same, strings of the same characters.
    public static func == (left: JSONValue, right: JSONValue) -> Bool {
        if left.raw == right.raw { return true }
        switch (left.kind, right.kind) {
        case (.object, .object):
            guard let left = left.object, let right = right.object else { return false }
            return left.elementsEqual(right) { $0.key == $1.key && $0.value == $1.value }
        case (.array, .array):
            guard let left = left.array, let right = right.array else { return false }
            return left.elementsEqual(right)
        case (.string, .string):
            return left.text == right.text
        default:
            return false
        }
    }

    /// The same value: as `==`, but members may come in any order.
    public func isEquivalent(to other: JSONValue) -> Bool {
        switch (kind, other.kind) {
        case (.object, .object):
            guard let object, let others = other.object else { return false }
            var byName: [JSONText: JSONValue] = [:]
            for (key, value) in others { byName[key] = value }
            var count = 0
            for (key, value) in object {
                guard let match = byName[key], value.isEquivalent(to: match) else { return false }
                count += 1
            }
            return count == byName.count
        case (.array, .array):
            guard let array, let others = other.array else { return false }
            return array.elementsEqual(others) { $0.isEquivalent(to: $1) }
        default:
            return self == other
        }
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(kind)
        switch kind {
        case .string: hasher.combine(text)
        case .number, .boolean: hasher.combine(raw)
        case .object: object?.forEach { hasher.combine($0.key) }
        case .array, .null: break
        }
    }
}

extension JSONValue: CustomStringConvertible {
    public var description: String { String(decoding: raw, as: UTF8.self) }
}

import WhitworthJSON
import WhitworthModel

/// A JSON document that can be taken apart: members in order, leaves as the bytes they were.
indirect enum OrderedTree: Sendable, Equatable {
    case object([Member])
    case array([OrderedTree])
    /// A string, number, boolean or null; or a container that is empty.
    case leaf([UInt8])

    struct Member: Sendable, Equatable {
        var key: String
        var value: OrderedTree
    }

    init(_ value: JSONValue) {
        switch value.kind {
        case .object where !value.members.isEmpty:
            self = .object(value.members.map { Member(key: $0.key.string, value: OrderedTree($0.value)) })
        case .array where !value.elements.isEmpty: self = .array(value.elements.map(OrderedTree.init))
        default: self = .leaf(Array(value.raw))
        }
    }

    static func reading(_ bytes: [UInt8]) -> OrderedTree? {
        (try? JSONValue(parsing: bytes)).map { OrderedTree($0) }
    }

    var bytes: [UInt8] {
        switch self {
        case .object(let members):
            let parts = members.map {
                Array(JSONValue.written { [key = $0.key] in $0.write(key) }.raw) + [0x3A] + $0.value.bytes
            }
            return [0x7B] + Array(parts.joined(separator: [0x2C])) + [0x7D]
        case .array(let elements):
            return [0x5B] + Array(elements.map(\.bytes).joined(separator: [0x2C])) + [0x5D]
        case .leaf(let bytes): return bytes
        }
    }

    /// All leaves but nulls, which say nothing.
    ///
    /// - Parameter emptyToo: whether empty containers count.
    func leaves(at path: [JSONPath.Element] = [], emptyToo: Bool = true) -> [[JSONPath.Element]] {
        switch self {
        case .object(let members):
            members.flatMap { $0.value.leaves(at: path + [.key($0.key)], emptyToo: emptyToo) }
        case .array(let elements):
            elements.enumerated().flatMap { $0.element.leaves(at: path + [.index($0.offset)], emptyToo: emptyToo) }
        case .leaf(let bytes):
            bytes == Array("null".utf8) || (!emptyToo && [0x7B, 0x5B].contains(bytes.first)) ? [] : [path]
        }
    }

    /// All objects.
    func objects(at path: [JSONPath.Element] = []) -> [[JSONPath.Element]] {
        switch self {
        case .object(let members): [path] + members.flatMap { $0.value.objects(at: path + [.key($0.key)]) }
        case .array(let elements): elements.enumerated().flatMap { $0.element.objects(at: path + [.index($0.offset)]) }
        case .leaf(let bytes): bytes == Array("{}".utf8) ? [path] : []
        }
    }

    /// With what stands at a place replaced; nil removes it.
    func replacing(_ path: ArraySlice<JSONPath.Element>, _ change: (OrderedTree) -> OrderedTree?) -> OrderedTree? {
        guard let step = path.first else { return change(self) }
        switch (self, step) {
        case (.object(let members), .key(let name)):
            return .object(
                members.compactMap { member in
                    guard member.key == name else { return member }
                    return member.value.replacing(path.dropFirst(), change).map { Member(key: name, value: $0) }
                })
        case (.array(let elements), .index(let index)):
            return .array(
                elements.enumerated().compactMap { place, element in
                    place == index ? element.replacing(path.dropFirst(), change) : element
                })
        default: return self
        }
    }

    /// The document without a leaf, and with other values in its place.
    func mutations(of path: [JSONPath.Element]) -> (without: OrderedTree?, altered: [OrderedTree]) {
        var results: [OrderedTree] = []
        for number in 0..<3 {
            if let other = replacing(path[...], { $0.altered(number) }), other != self { results.append(other) }
        }
        return (replacing(path[...]) { _ in nil }, results)
    }

    /// A value of the same type that says something else, as far as there is one.
    private func altered(_ number: Int) -> OrderedTree {
        guard case .leaf(let bytes) = self, let first = bytes.first else { return self }
        let word = String(decoding: bytes.dropFirst().dropLast(), as: UTF8.self)
        switch (first, number) {
        case (0x22, 2): return Self.otherWords[word].map { .leaf(Array("\"\($0)\"".utf8)) } ?? self
        case (0x22, 0): return .leaf([0x22, 0x7A] + bytes.dropFirst())
        // Before what a data URL, a word with an ending or a digit string ends with.
        case (0x22, 1): return .leaf(bytes.dropLast() + [0x41, 0x41, 0x41, 0x41, 0x22])
        case (0x74, 0): return .leaf(Array("false".utf8))
        case (0x66, 0): return .leaf(Array("true".utf8))
        case (0x30...0x39, 0), (0x2D, 0): return .leaf(Array("1".utf8))
        case (0x30...0x39, 1), (0x2D, 1): return .leaf(Array("0".utf8))
        case (0x30...0x39, 2), (0x2D, 2): return .leaf(Array("3".utf8))
        default: return self
        }
    }

    /// For members that take one of a few words.
    private static let otherWords = [
        "auto": "none", "none": "auto", "required": "auto", "any": "auto", "default": "auto", "standard_only": "auto",
        "user": "assistant", "assistant": "user", "developer": "user", "enabled": "disabled", "adaptive": "disabled",
        "disabled": "adaptive", "between_tools": "disabled", "text": "json_object", "json_object": "text",
        "stop": "length", "length": "stop", "content_filter": "stop", "tool_calls": "length", "low": "high",
        "end_turn": "max_tokens", "max_tokens": "end_turn", "tool_use": "end_turn", "high": "low",
        "refusal": "end_turn",
    ]

    /// With a member more in one of its objects.
    func adding(_ key: String, to path: [JSONPath.Element]) -> OrderedTree? {
        replacing(path[...]) { object in
            let member = Member(key: key, value: .leaf(Array("7".utf8)))
            if case .object(let members) = object { return .object(members + [member]) }
            return .object([member])
        }
    }
}

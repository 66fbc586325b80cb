public import WhitworthJSON

/// A JSON value without the order of its members, for comparing documents and for saying how they differ.
public indirect enum JSONTree: Sendable, Hashable {
    case object([String: JSONTree])
    case array([JSONTree])
    case string(String)
    /// The number's text.
    case number(String)
    case boolean(Bool)
    case null

    public init(_ value: JSONValue) {
        switch value.kind {
        case .object:
            var members: [String: JSONTree] = [:]
            for (key, member) in value.members { members[key.string] = JSONTree(member) }
            self = .object(members)
        case .array: self = .array(value.elements.map(JSONTree.init))
        case .string: self = .string(value.string ?? "")
        case .number: self = .number(value.number?.description ?? "")
        case .boolean: self = .boolean(value.bool ?? false)
        case .null: self = .null
        }
    }

    /// Without members whose value is null, at every level.
    public var withoutNulls: JSONTree {
        switch self {
        case .object(let members): .object(members.filter { $0.value != .null }.mapValues(\.withoutNulls))
        case .array(let elements): .array(elements.map(\.withoutNulls))
        default: self
        }
    }

    public subscript(name: String) -> JSONTree? {
        get { if case .object(let members) = self { members[name] } else { nil } }
        set {
            guard case .object(var members) = self else { return }
            members[name] = newValue
            self = .object(members)
        }
    }

    public var elements: [JSONTree] {
        get { if case .array(let elements) = self { elements } else { [] } }
        set { self = .array(newValue) }
    }

    public var text: String? { if case .string(let text) = self { text } else { nil } }

    /// Where two trees differ, at most `limit` places, each as `path: left != right`.
    public func differences(from other: JSONTree, at path: String = "$", limit: Int = 5) -> [String] {
        if self == other { return [] }
        switch (self, other) {
        case (.object(let left), .object(let right)):
            var found: [String] = []
            for key in Set(left.keys).union(right.keys).sorted() where found.count < limit {
                switch (left[key], right[key]) {
                case (let left?, let right?): found += left.differences(from: right, at: path + "." + key, limit: limit)
                case (let left?, nil): found.append("\(path).\(key): \(left.excerpt) is gone")
                case (nil, let right?): found.append("\(path).\(key): \(right.excerpt) is new")
                case (nil, nil): break
                }
            }
            return Array(found.prefix(limit))
        case (.array(let left), .array(let right)) where left.count == right.count:
            return Array(
                zip(left, right).enumerated().flatMap {
                    $1.0.differences(from: $1.1, at: "\(path)[\($0)]", limit: limit)
                }.prefix(limit))
        default:
            return ["\(path): \(excerpt) became \(other.excerpt)"]
        }
    }

    private var excerpt: String { String("\(self)".prefix(160)) }
}

/// Where a value stands in its document.
public struct JSONPath: Sendable, Hashable {
    public enum Element: Sendable, Hashable {
        case key(String)
        case index(Int)
    }

    public var elements: [Element]

    public init(_ elements: [Element] = []) {
        self.elements = elements
    }

    /// A path as `bracketed` writes it, empty for an empty text; a piece that is no name with positions is one key.
    public init(bracketed text: String) {
        elements = []
        if text.isEmpty { return }
        for piece in text.split(separator: ".", omittingEmptySubsequences: false) {
            let name = piece.prefix { $0 != "[" }
            // Only at the beginning may positions stand without a name.
            if let positions = Self.positions(piece.dropFirst(name.count)), !name.isEmpty || elements.isEmpty {
                if !name.isEmpty || positions.isEmpty { elements.append(.key(String(name))) }
                elements += positions
            } else {
                elements.append(.key(String(piece)))
            }
        }
    }

    /// - Returns: nil for anything but `[0][12]` and the like.
    private static func positions(_ text: Substring) -> [Element]? {
        var positions: [Element] = []
        var rest = text
        while let first = rest.first {
            let digits = rest.dropFirst().prefix { $0 != "]" }
            guard first == "[", let index = Int(digits), index >= 0, String(index) == digits else { return nil }
            rest = rest.dropFirst(digits.count + 1)
            guard rest.popFirst() == "]" else { return nil }
            positions.append(.index(index))
        }
        return positions
    }

    public func appending(_ key: String) -> JSONPath {
        JSONPath(elements + [.key(key)])
    }

    public func appending(_ index: Int) -> JSONPath {
        JSONPath(elements + [.index(index)])
    }

    /// `messages[0].content`, as OpenAI writes `param`.
    public var bracketed: String {
        var text = ""
        for (position, element) in elements.enumerated() {
            switch element {
            case .key(let key): text += position == 0 ? key : "." + key
            case .index(let index): text += "[\(index)]"
            }
        }
        return text
    }

    /// `messages.0.content`, as Anthropic writes places in its messages.
    public var dotted: String {
        elements.map {
            switch $0 {
            case .key(let key): key
            case .index(let index): String(index)
            }
        }.joined(separator: ".")
    }

    /// `/messages/0/content` (RFC 6901).
    public var pointer: String {
        var text = ""
        for element in elements {
            text += "/"
            switch element {
            case .key(let key):
                for scalar in key.unicodeScalars {
                    switch scalar {
                    case "~": text += "~0"
                    case "/": text += "~1"
                    default: text.unicodeScalars.append(scalar)
                    }
                }
            case .index(let index): text += String(index)
            }
        }
        return text
    }
}

extension JSONPath: CustomStringConvertible {
    public var description: String { bracketed }
}

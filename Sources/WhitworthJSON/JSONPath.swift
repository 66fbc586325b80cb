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

    /// A path as `bracketed` writes it; anything that is none is one key.
    public init(bracketed text: String) {
        elements = []
        for piece in text.split(separator: ".", omittingEmptySubsequences: false) {
            guard let open = piece.firstIndex(of: "["), piece.hasSuffix("]") else {
                elements.append(.key(String(piece)))
                continue
            }
            if open != piece.startIndex { elements.append(.key(String(piece[..<open]))) }
            for index in piece[piece.index(after: open)...].dropLast().split(separator: "][") {
                elements.append(Int(index).map { .index($0) } ?? .key(String(index)))
            }
        }
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
        for element in elements {
            switch element {
            case .key(let key): text += text.isEmpty ? key : "." + key
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

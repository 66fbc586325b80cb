/// Random documents: valid ones in odd spellings, and spoilt ones.
public struct RandomJSON: Sendable {
    private var random: SeededGenerator

    public init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
    }

    /// A valid document as text: white space, escapes and number spellings vary.
    public mutating func document() -> String {
        space() + value(depth: Int.random(in: 0...5, using: &random)) + space()
    }

    /// Valid documents with a few bytes changed, dropped, doubled or put in.
    public mutating func spoilt() -> [UInt8] {
        var bytes = Array(document().utf8)
        for _ in 0..<Int.random(in: 1...3, using: &random) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes.remove(at: place)
            case 2: bytes.insert(bytes[place], at: place)
            default:
                bytes.insert(Array("{}[]\",:\\0e-.tfn \u{7F}".utf8).randomElement(using: &random) ?? 0x20, at: place)
            }
        }
        return bytes
    }

    private mutating func value(depth: Int) -> String {
        switch Int.random(in: 0..<(depth > 0 ? 8 : 5), using: &random) {
        case 0: return ["true", "false", "null"].randomElement(using: &random) ?? "null"
        case 1, 2: return number()
        case 3, 4: return string()
        case 5, 6:
            var members: [String] = []
            for index in 0..<Int.random(in: 0...5, using: &random) {
                // The index keeps names apart.
                let name = string().dropLast() + "\(index)\""
                members.append(space() + name + space() + ":" + space() + value(depth: depth - 1) + space())
            }
            return "{" + (members.isEmpty ? space() : members.joined(separator: ",")) + "}"
        default:
            var elements: [String] = []
            for _ in 0..<Int.random(in: 0...5, using: &random) {
                elements.append(space() + value(depth: depth - 1) + space())
            }
            return "[" + (elements.isEmpty ? space() : elements.joined(separator: ",")) + "]"
        }
    }

    private mutating func space() -> String {
        guard Int.random(in: 0..<4, using: &random) == 0 else { return "" }
        return [" ", "\n", "\r\n", "\t", "  "].randomElement(using: &random) ?? ""
    }

    private mutating func number() -> String {
        switch Int.random(in: 0..<5, using: &random) {
        case 0: return "0"
        case 1: return "\(Int.random(in: -1_000_000...1_000_000, using: &random))"
        case 2: return "-0.5"
        case 3: return "\(Int.random(in: 1...9, using: &random)).\(Int.random(in: 0...999, using: &random))"
        default:
            return
                "\(Int.random(in: 1...9, using: &random))\(["e", "E"].randomElement(using: &random) ?? "e")\(["", "+", "-"].randomElement(using: &random) ?? "")\(Int.random(in: 0...20, using: &random))"
        }
    }

    private mutating func string() -> String {
        var text = "\""
        for _ in 0..<Int.random(in: 0...12, using: &random) {
            text += Self.pieces.randomElement(using: &random) ?? ""
        }
        return text + "\""
    }

    private static let pieces = [
        "a", "Z", " ", "longer text without anything odd in it", "é", "東", "👩‍👩‍👧", "\u{7F}", "\\n", "\\\"", "\\\\", "\\/",
        "\\u0041",
        "\\u00e9", "\\ud83d\\ude00", "\\b", "\\f", "\\r", "\\t", "\\u0000", "ſ", "\u{FFFD}", "\u{2028}",
    ]
}

public import WhitworthJSON

/// Gives tool-call ids that a target would refuse legal names, the same in every turn.
///
/// A provider refuses foreign ids that are too long or use other characters. The name depends on nothing but the id
/// itself, so a call and its result agree, today and in the next request, without any state. Legal ids stay as they
/// are. Providers never send such a name back: they make ids of their own for new calls.
public struct ToolCallIDs: Sendable {
    public var maximumLength: Int
    public var allows: @Sendable (UInt8) -> Bool
    /// Names given in this request, to keep the mapping one to one.
    private var taken: [JSONText: JSONText] = [:]

    public init(maximumLength: Int, allows: @escaping @Sendable (UInt8) -> Bool) {
        self.maximumLength = maximumLength
        self.allows = allows
    }

    /// ASCII letters, digits, `_` and `-`.
    public static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x2D: true
        default: false
        }
    }

    public mutating func legal(_ id: JSONText) -> JSONText {
        if let known = taken[id] { return known }
        let bytes = id.utf8
        let name =
            !bytes.isEmpty && bytes.count <= maximumLength && bytes.allSatisfy(allows)
            ? id : JSONText("call_" + Self.digest(bytes))
        taken[id] = name
        return name
    }

    /// 128 bits of FNV-1a in hexadecimal: two ids of one conversation never meet by chance.
    private static func digest(_ bytes: [UInt8]) -> String {
        var text = ""
        for basis: UInt64 in [0xCBF2_9CE4_8422_2325, 0x8422_2325_CBF2_9CE4] {
            var hash = basis
            for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
            let digits = String(hash, radix: 16)
            text += String(repeating: "0", count: 16 - digits.count) + digits
        }
        return String(text.prefix(28))
    }
}

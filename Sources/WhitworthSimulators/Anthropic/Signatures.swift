/// The signatures of thinking blocks: made with an answer, verified when they come back.
///
/// One holds a mark of the thinking it was made for and a seal over all its bytes, so that neither the text nor the
/// signature can be changed by a single character unnoticed. It is repeatable, hence no secret: good for tests only.
enum Signatures {
    private static let kind: UInt8 = 0x12
    private static let redactedKind: UInt8 = 0x22
    private static let fillerLength = 150

    /// - Parameter isOmitted: the answer carries the signature without the thinking's text.
    static func sign(_ thinking: String, isOmitted: Bool) -> String {
        make(kind, isOmitted ? 1 : 0, StableHash.of(thinking))
    }

    /// The `data` of a redacted block.
    static func redacted(_ thinking: String) -> String {
        make(redactedKind, 0, StableHash.of(thinking))
    }

    /// Whether the signature was made here, for this very text.
    static func isValid(_ signature: String, for thinking: String) -> Bool {
        guard let bytes = opened(signature, redactedKind: false) else { return false }
        if bytes[1] == 1, thinking.isEmpty { return true }
        return bytes[1] == 0 && Array(bytes[2..<10]) == octets(StableHash.of(thinking))
    }

    static func isValidRedacted(_ data: String) -> Bool { opened(data, redactedKind: true) != nil }

    private static func make(_ kind: UInt8, _ flag: UInt8, _ mark: UInt64) -> String {
        var bytes = [kind, flag] + octets(mark)
        var numbers = StableNumbers(seed: mark ^ UInt64(kind))
        for _ in 0..<fillerLength { bytes.append(UInt8(truncatingIfNeeded: numbers.next())) }
        // 2 + 8 + 150 + 8 bytes are a multiple of three: no padding, and every bit of the text counts.
        return Base64.encode(bytes + octets(seal(bytes)))
    }

    private static func opened(_ text: String, redactedKind isRedacted: Bool) -> [UInt8]? {
        guard let bytes = Base64.decode(text.utf8), bytes.count == 2 + 8 + fillerLength + 8 else { return nil }
        guard bytes[0] == (isRedacted ? redactedKind : kind) else { return nil }
        return Array(bytes.suffix(8)) == octets(seal(Array(bytes.dropLast(8)))) ? bytes : nil
    }

    private static func seal(_ bytes: [UInt8]) -> UInt64 {
        var hash = StableHash()
        hash.combine("a seal of the simulated Anthropic".utf8)
        hash.combine(bytes)
        return hash.value
    }

    private static func octets(_ number: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * UInt64($0))) }
    }
}

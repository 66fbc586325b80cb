/// What may follow a chunk's size (RFC 9112 §7.1.1): `;name`, `;name=token` or `;name="text"`, as often as one likes.
///
/// They mean nothing to us. They are checked because readers that skip them by different rules can be made to differ on
/// where the line ends. White space, which the grammar knows as bad, is refused.
enum ChunkExtensions {
    static func areLegal(_ bytes: ArraySlice<UInt8>) -> Bool {
        var rest = bytes
        while let first = rest.popFirst() {
            guard first == 0x3B, skipToken(&rest) else { return false }
            guard rest.first == 0x3D else { continue }
            rest.removeFirst()
            guard rest.first == 0x22 ? skipQuoted(&rest) : skipToken(&rest) else { return false }
        }
        return true
    }

    private static func skipToken(_ rest: inout ArraySlice<UInt8>) -> Bool {
        let token = rest.prefix(while: HTTPByte.isTokenByte)
        rest = rest[token.endIndex...]
        return !token.isEmpty
    }

    /// A quoted text, in which a backslash takes the next character out of its meaning (RFC 9110 §5.6.4).
    private static func skipQuoted(_ rest: inout ArraySlice<UInt8>) -> Bool {
        rest.removeFirst()
        while let byte = rest.popFirst() {
            switch byte {
            case 0x22: return true
            case 0x5C:
                guard let escaped = rest.popFirst(), HTTPByte.isFieldContent(escaped) else { return false }
            default: guard HTTPByte.isFieldContent(byte) else { return false }
            }
        }
        return false
    }
}

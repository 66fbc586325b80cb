/// One value or member name of a document: where its bytes are and where the next sibling begins.
///
/// A document is parsed once into a tape; reading it afterwards touches only the entries asked for.
/// `{"a":[1,true]}` becomes
///
///     0  object   0..<15   next 5   count 1
///     1  string   2..<3    next 2             (the member name, without its quotes)
///     2  array    5..<13   next 5   count 2
///     3  number   6..<7    next 4
///     4  boolean  8..<12   next 5
struct JSONTapeEntry: Sendable {
    /// First byte; of a string the one after the opening quote.
    var start: UInt32
    /// One past the last byte; of a string the closing quote.
    var end: UInt32
    /// Index of the entry that follows this value and all its descendants.
    var next: UInt32
    /// Kind in the low byte, the escape flag above it, the number of elements in the upper 16 bits (saturating).
    private var info: UInt32

    init(kind: JSONKind, start: Int, end: Int, next: Int, hasEscapes: Bool = false) {
        self.start = UInt32(truncatingIfNeeded: start)
        self.end = UInt32(truncatingIfNeeded: end)
        self.next = UInt32(truncatingIfNeeded: next)
        info = UInt32(kind.rawValue) | (hasEscapes ? 0x100 : 0)
    }

    var kind: JSONKind { JSONKind(rawValue: UInt8(truncatingIfNeeded: info)) ?? .null }
    /// Whether a string holds a backslash, so that its bytes are not yet its characters.
    var hasEscapes: Bool { info & 0x100 != 0 }
}

/// The bytes of a document with their tape, shared by all values read from it.
final class JSONTape: Sendable {
    let bytes: [UInt8]
    let entries: [JSONTapeEntry]

    init(bytes: [UInt8], entries: [JSONTapeEntry]) {
        self.bytes = bytes
        self.entries = entries
    }
}

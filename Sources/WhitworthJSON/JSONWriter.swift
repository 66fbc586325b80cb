/// Writes one JSON document into a growing byte array, without white space.
///
/// Commas are its own business; balance is the caller's. Values and texts read from another document are copied as
/// they stood.
public struct JSONWriter: Sendable {
    public var bytes: [UInt8]
    private var needsComma = false
    /// Whether line ends between the tokens of copied values become spaces: a field of an event stream is one line.
    private let isSingleLine: Bool

    public init(reservingCapacity capacity: Int = 0) {
        bytes = []
        bytes.reserveCapacity(capacity)
        isSingleLine = false
    }

    /// A document on one line, whatever the layout of the values copied into it.
    public init(singleLine: Bool) {
        bytes = []
        isSingleLine = singleLine
    }

    /// Continues, on one line, in a buffer that already holds other bytes, such as the frames before this one.
    public init(appendingTo bytes: consuming [UInt8]) {
        self.bytes = bytes
        isSingleLine = true
    }

    /// Room for so many bytes in all, so that a large document is not moved again and again while it grows.
    public mutating func reserve(_ capacity: Int) {
        bytes.reserveCapacity(capacity)
    }

    // MARK: Structure

    @inline(__always)
    private mutating func separate() {
        if needsComma { bytes.append(0x2C) }
    }

    public mutating func beginObject() {
        separate()
        bytes.append(0x7B)
        needsComma = false
    }

    public mutating func endObject() {
        bytes.append(0x7D)
        needsComma = true
    }

    public mutating func beginArray() {
        separate()
        bytes.append(0x5B)
        needsComma = false
    }

    public mutating func endArray() {
        bytes.append(0x5D)
        needsComma = true
    }

    /// A member name that needs no escaping.
    public mutating func key(_ name: StaticString) {
        separate()
        bytes.append(0x22)
        bytes.append(contentsOf: UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
        bytes.append(0x22)
        bytes.append(0x3A)
        needsComma = false
    }

    // A literal is meant for the one above; without this a literal would be ambiguous.
    @_disfavoredOverload
    public mutating func key(_ name: JSONText) {
        write(name)
        bytes.append(0x3A)
        needsComma = false
    }

    public mutating func object(_ body: (inout JSONWriter) -> Void) {
        beginObject()
        body(&self)
        endObject()
    }

    public mutating func array(_ body: (inout JSONWriter) -> Void) {
        beginArray()
        body(&self)
        endArray()
    }

    // MARK: Values

    public mutating func write(_ text: JSONText) {
        separate()
        bytes.append(0x22)
        bytes.append(contentsOf: text.escaped)
        bytes.append(0x22)
        needsComma = true
    }

    /// A text that needs no escaping.
    public mutating func write(plain text: StaticString) {
        separate()
        bytes.append(0x22)
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
        bytes.append(0x22)
        needsComma = true
    }

    /// Several texts as one string.
    public mutating func write(joining texts: [JSONText]) {
        separate()
        bytes.append(0x22)
        for text in texts { bytes.append(contentsOf: text.escaped) }
        bytes.append(0x22)
        needsComma = true
    }

    public mutating func write(_ string: String) {
        separate()
        bytes.append(0x22)
        var string = string
        string.withUTF8 { _ = JSONText.appendEscaped($0, to: &bytes) }
        bytes.append(0x22)
        needsComma = true
    }

    /// The bytes, which must be UTF-8, as a string: such as a JSON value carried as text.
    public mutating func write(escaping utf8: ArraySlice<UInt8>) {
        separate()
        bytes.append(0x22)
        utf8.withUnsafeBufferPointer { _ = JSONText.appendEscaped($0, to: &bytes) }
        bytes.append(0x22)
        needsComma = true
    }

    public mutating func write(_ value: JSONValue) {
        separate()
        let start = bytes.count
        bytes.append(contentsOf: value.raw)
        if isSingleLine { joinLines(from: start) }
        needsComma = true
    }

    /// Inside strings JSON has no bare line ends, so those that are there stand between tokens.
    private mutating func joinLines(from start: Int) {
        for index in start..<bytes.count where bytes[index] == 0x0A || bytes[index] == 0x0D { bytes[index] = 0x20 }
    }

    public mutating func write(_ number: JSONNumber) {
        separate()
        bytes.append(contentsOf: number.text)
        needsComma = true
    }

    public mutating func write(_ value: Int) {
        separate()
        if value >= 0, value < 10 {
            bytes.append(0x30 + UInt8(truncatingIfNeeded: value))
        } else {
            bytes.append(contentsOf: String(value).utf8)
        }
        needsComma = true
    }

    public mutating func write(_ value: Bool) {
        literal(value ? "true" : "false")
    }

    public mutating func writeNull() {
        literal("null")
    }

    private mutating func literal(_ text: StaticString) {
        separate()
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
        needsComma = true
    }
}

// MARK: Members

extension JSONWriter {
    public mutating func member(_ name: StaticString, _ text: JSONText) {
        key(name)
        write(text)
    }

    public mutating func member(_ name: StaticString, _ string: String) {
        key(name)
        write(string)
    }

    public mutating func member(_ name: StaticString, _ value: JSONValue) {
        key(name)
        write(value)
    }

    public mutating func member(_ name: StaticString, _ number: JSONNumber) {
        key(name)
        write(number)
    }

    public mutating func member(_ name: StaticString, _ value: Int) {
        key(name)
        write(value)
    }

    public mutating func member(_ name: StaticString, _ value: Bool) {
        key(name)
        write(value)
    }

    public mutating func memberNull(_ name: StaticString) {
        key(name)
        writeNull()
    }

    // An absent value writes no member.

    public mutating func member(ifPresent name: StaticString, _ text: JSONText?) {
        if let text { member(name, text) }
    }

    public mutating func member(ifPresent name: StaticString, _ string: String?) {
        if let string { member(name, string) }
    }

    public mutating func member(ifPresent name: StaticString, _ value: JSONValue?) {
        if let value { member(name, value) }
    }

    public mutating func member(ifPresent name: StaticString, _ number: JSONNumber?) {
        if let number { member(name, number) }
    }

    public mutating func member(ifPresent name: StaticString, _ value: Int?) {
        if let value { member(name, value) }
    }

    public mutating func member(ifPresent name: StaticString, _ value: Bool?) {
        if let value { member(name, value) }
    }
}

/// Header fields in the order received, kept as the bytes of the head; a String is made only of what is asked for.
public struct HTTPFields: Sendable {
    struct Entry: Sendable {
        var name: Range<Int>
        var value: Range<Int>
    }

    private(set) var bytes: [UInt8]
    private(set) var entries: [Entry]

    public init() {
        bytes = []
        entries = []
    }

    init(bytes: [UInt8], entries: [Entry]) {
        self.bytes = bytes
        self.entries = entries
    }

    public var count: Int { entries.count }

    public mutating func append(_ name: String, _ value: String) {
        let start = bytes.count
        bytes.append(contentsOf: name.utf8)
        let middle = bytes.count
        bytes.append(contentsOf: value.utf8)
        entries.append(Entry(name: start..<middle, value: middle..<bytes.count))
    }

    /// The first value of a field, without white space around it. Names are compared without regard to case.
    public subscript(name: StaticString) -> String? {
        for entry in entries where isName(entry.name, name) {
            return String(decoding: bytes[entry.value], as: UTF8.self)
        }
        return nil
    }

    /// Whether one of the comma-separated values of a field is this token, without regard to case.
    public func has(_ name: StaticString, token: StaticString) -> Bool {
        for entry in entries where isName(entry.name, name) {
            for piece in bytes[entry.value].split(separator: 0x2C) {
                var piece = piece
                while let byte = piece.first, HTTPByte.isSpace(byte) { piece.removeFirst() }
                while let byte = piece.last, HTTPByte.isSpace(byte) { piece.removeLast() }
                if isName(piece.startIndex..<piece.endIndex, token) { return true }
            }
        }
        return false
    }

    /// All fields, names in lower case.
    public var lowercased: [(name: String, value: String)] {
        entries.map {
            (
                String(decoding: bytes[$0.name], as: UTF8.self).lowercased(),
                String(decoding: bytes[$0.value], as: UTF8.self)
            )
        }
    }

    /// Whether some bytes are this text, without regard to the case of ASCII.
    private func isName(_ range: Range<Int>, _ name: StaticString) -> Bool {
        guard range.count == name.utf8CodeUnitCount else { return false }
        return bytes.withUnsafeBufferPointer { bytes in
            for index in 0..<range.count {
                if HTTPByte.lower(bytes[range.lowerBound + index]) != HTTPByte.lower(name.utf8Start[index]) {
                    return false
                }
            }
            return true
        }
    }
}

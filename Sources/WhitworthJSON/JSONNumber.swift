/// A number as it was written: `1.0`, `1` and `1e0` stay three spellings of one value.
public struct JSONNumber: Sendable, Hashable {
    public let text: ArraySlice<UInt8>

    /// Text already known to match the grammar of RFC 8259 §6.
    init(text: ArraySlice<UInt8>) {
        self.text = text
    }

    public init(_ value: Int) {
        text = Array(String(value).utf8)[...]
    }

    /// - Returns: nil for NaN and the infinities, which JSON cannot write.
    public init?(_ value: Double) {
        guard value.isFinite else { return nil }
        text = Array("\(value)".utf8)[...]
    }

    /// The value if it is a whole number in range, also when spelled `5.0`.
    public var int: Int? {
        let string = String(decoding: text, as: UTF8.self)
        if let value = Int(string) { return value }
        return Double(string).flatMap { Int(exactly: $0) }
    }

    /// The nearest double; infinite when out of range.
    public var double: Double {
        Double(String(decoding: text, as: UTF8.self)) ?? .nan
    }

    public var description: String { String(decoding: text, as: UTF8.self) }
}

extension JSONNumber: ExpressibleByIntegerLiteral, CustomStringConvertible {
    public init(integerLiteral value: Int) { self.init(value) }
}

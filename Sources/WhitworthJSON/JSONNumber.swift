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

    /// The value if it is a whole number in range, also when spelled `5.0` or `5e0`; exact, never rounded.
    public var int: Int? {
        Int(String(decoding: text, as: UTF8.self)) ?? wholeValue
    }

    /// The value of a spelling with a point or an exponent.
    private var wholeValue: Int? {
        let mantissa = text.prefix { $0 | 0x20 != 0x65 }
        var digits = mantissa.filter { $0 != 0x2D && $0 != 0x2E }.drop { $0 == 0x30 }
        // Zero, whatever its exponent.
        if digits.isEmpty { return 0 }
        // An exponent too large to be read moves any other value out of range or below one.
        guard
            var exponent = text.count == mantissa.count
                ? 0 : Int(String(decoding: text.dropFirst(mantissa.count + 1), as: UTF8.self))
        else { return nil }
        if let point = mantissa.firstIndex(of: 0x2E) { exponent -= mantissa.endIndex - point - 1 }
        while digits.last == 0x30 {
            digits.removeLast()
            exponent += 1
        }
        guard exponent >= 0, exponent < 20 else { return nil }
        let sign = text.first == 0x2D ? "-" : ""
        return Int(sign + String(decoding: digits, as: UTF8.self) + String(repeating: "0", count: exponent))
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

/// A number that is coming byte by byte (RFC 8259 §6).
struct JSONPrefixNumber: Sendable {
    private enum State: Sendable {
        case minus
        case zero
        case integer
        case point
        case fraction
        case exponent
        case exponentSign
        case exponentDigits
    }

    private var state: State

    /// - Parameter first: `-` or a digit.
    init(_ first: UInt8) {
        state = first == 0x2D ? .minus : first == 0x30 ? .zero : .integer
    }

    /// Whether what came so far is a number.
    var mayEnd: Bool {
        switch state {
        case .zero, .integer, .fraction, .exponentDigits: true
        case .minus, .point, .exponent, .exponentSign: false
        }
    }

    /// - Returns: false for a byte that is no part of the number, which is whole then.
    mutating func take(_ byte: UInt8, at offset: Int) throws(JSONError) -> Bool {
        let isDigit = byte &- 0x30 < 10
        switch (state, byte) {
        case (.minus, 0x30): state = .zero
        case (.minus, _) where isDigit: state = .integer
        case (.integer, _) where isDigit, (.fraction, _) where isDigit, (.exponentDigits, _) where isDigit: break
        case (.zero, 0x2E), (.integer, 0x2E): state = .point
        case (.point, _) where isDigit: state = .fraction
        case (.zero, 0x45), (.zero, 0x65), (.integer, 0x45), (.integer, 0x65), (.fraction, 0x45), (.fraction, 0x65):
            state = .exponent
        case (.exponent, 0x2B), (.exponent, 0x2D): state = .exponentSign
        case (.exponent, _) where isDigit, (.exponentSign, _) where isDigit: state = .exponentDigits
        default:
            guard mayEnd, !isDigit else { throw JSONError(.invalidNumber, offset: offset) }
            return false
        }
        return true
    }
}

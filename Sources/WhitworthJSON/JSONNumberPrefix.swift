/// How far a number has come (RFC 8259 §6).
enum JSONNumberPrefix: Sendable {
    case minus
    case zero
    case integer
    case point
    case fraction
    case exponentMark
    case exponentSign
    case exponent

    /// - Returns: nil for a byte that begins no number.
    init?(first byte: UInt8) {
        switch byte {
        case 0x2D: self = .minus
        case 0x30: self = .zero
        case 0x31...0x39: self = .integer
        default: return nil
        }
    }

    /// Whether it could end here.
    var isWhole: Bool {
        switch self {
        case .zero, .integer, .fraction, .exponent: true
        case .minus, .point, .exponentMark, .exponentSign: false
        }
    }

    /// - Returns: nil where the number ended before this byte.
    func after(_ byte: UInt8, at offset: Int) throws(JSONError) -> JSONNumberPrefix? {
        switch (self, byte) {
        case (.minus, 0x30): .zero
        case (.minus, 0x31...0x39), (.integer, 0x30...0x39): .integer
        case (.zero, 0x2E), (.integer, 0x2E): .point
        case (.point, 0x30...0x39), (.fraction, 0x30...0x39): .fraction
        case (.zero, 0x45), (.zero, 0x65), (.integer, 0x45), (.integer, 0x65), (.fraction, 0x45), (.fraction, 0x65):
            .exponentMark
        case (.exponentMark, 0x2B), (.exponentMark, 0x2D): .exponentSign
        case (.exponentMark, 0x30...0x39), (.exponentSign, 0x30...0x39), (.exponent, 0x30...0x39): .exponent
        case (.zero, 0x30...0x39): throw JSONError(.invalidNumber, offset: offset)
        case (let state, _) where state.isWhole: nil
        default: throw JSONError(.invalidNumber, offset: offset)
        }
    }
}

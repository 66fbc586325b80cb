/// The six kinds of JSON value (RFC 8259 §3), `true` and `false` told apart by their value.
public enum JSONKind: UInt8, Sendable {
    case object
    case array
    case string
    case number
    case boolean
    case null
}

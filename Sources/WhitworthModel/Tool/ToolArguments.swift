public import WhitworthJSON

/// The arguments of a call, in the form their vocabulary has them.
public enum ToolArguments: Sendable {
    /// JSON written into a string, which a model may have got wrong.
    case text(JSONText)
    case value(JSONValue)

    /// As JSON text, not yet a JSON string.
    public var utf8: [UInt8] {
        switch self {
        case .text(let text): text.utf8
        case .value(let value): Array(value.raw)
        }
    }

    /// As a value; a call without any text has no arguments: `{}`.
    ///
    /// - Throws: where the text is not JSON.
    public func parsed() throws(JSONError) -> JSONValue {
        switch self {
        case .value(let value): value
        case .text(let text): try JSONValue(parsing: text.isEmpty ? Array("{}".utf8) : text.utf8)
        }
    }

    /// As the body of a JSON string.
    public var text: JSONText {
        switch self {
        case .text(let text): text
        case .value(let value): JSONText(String(decoding: value.raw, as: UTF8.self))
        }
    }
}

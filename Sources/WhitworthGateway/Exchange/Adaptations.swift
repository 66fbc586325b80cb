import WhitworthDialect
import WhitworthJSON

/// `LLM-Adaptations`: what reached the provider otherwise than it was said, as a list of RFC 8941:
/// `dropped;param="messages[0].name", defaulted;param="max_completion_tokens"`.
enum Adaptations {
    /// Beyond this many the rest is counted: a head has its limits.
    private static let limit = 32

    static func field(_ losses: [Loss]) -> (name: String, value: String)? {
        if losses.isEmpty { return nil }
        var items = losses.prefix(limit).map { "\($0.kind.rawValue);param=\"\(quoted($0.path.bracketed))\"" }
        if losses.count > limit { items.append("more;count=\(losses.count - limit)") }
        return ("LLM-Adaptations", items.joined(separator: ", "))
    }

    /// A string of RFC 8941 holds visible ASCII, with quotes and backslashes escaped.
    private static func quoted(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars.prefix(200) {
            switch scalar {
            case "\"", "\\": result += "\\" + String(scalar)
            case " "..."~": result.unicodeScalars.append(scalar)
            default: result += "?"
            }
        }
        return result
    }
}

import WhitworthHTTP

/// The paths served to clients.
enum Endpoint: Equatable {
    case chatCompletions
    case messages
    case models
    /// A model's full name, which holds slashes.
    case model(String)
    case health

    /// - Returns: nil where nothing is served.
    init?(target: String) {
        if target == "/v1/chat/completions" {
            self = .chatCompletions
            return
        }
        if target == "/v1/messages" {
            self = .messages
            return
        }
        let path = target.prefix { $0 != "?" }
        switch path {
        case "/v1/chat/completions": self = .chatCompletions
        case "/v1/messages": self = .messages
        case "/v1/models", "/v1/models/": self = .models
        case "/health": self = .health
        default:
            guard path.hasPrefix("/v1/models/"), let name = Self.unescaped(path.dropFirst(11)), !name.isEmpty else {
                return nil
            }
            self = .model(name)
        }
    }

    var method: HTTPMethod {
        switch self {
        case .chatCompletions, .messages: .post
        case .models, .model, .health: .get
        }
    }

    /// All methods that are answered (RFC 9110 §10.2.1): whatever can be got can be asked for its head.
    var allowed: [HTTPMethod] { method == .get ? [.get, .head] : [method] }

    /// Percent-encoding resolved; nil where it is malformed or no UTF-8.
    private static func unescaped(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8.makeIterator()
        while let byte = rest.next() {
            guard byte == 0x25 else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.next(), let low = rest.next(), high != 0x2B, high != 0x2D,
                let value = UInt8(String(decoding: [high, low], as: UTF8.self), radix: 16)
            else { return nil }
            bytes.append(value)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}

extension BaseURL {
    /// Why a text is no base URL.
    public struct ParsingError: Error, Sendable, Hashable, CustomStringConvertible {
        public let description: String
    }

    /// `https://host[:port][/path]`: no user, query or fragment, which have no place in a base.
    public init(parsing text: String) throws(ParsingError) {
        let isSecure: Bool
        var rest: Substring
        if text.lowercased().hasPrefix("https://") {
            isSecure = true
            rest = text.dropFirst(8)
        } else if text.lowercased().hasPrefix("http://") {
            isSecure = false
            rest = text.dropFirst(7)
        } else {
            throw ParsingError(description: "must begin with http:// or https://")
        }
        guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw ParsingError(description: "must be visible ASCII without spaces")
        }
        guard !rest.contains("?"), !rest.contains("#") else {
            throw ParsingError(description: "must have no query or fragment")
        }
        let end = rest.firstIndex(of: "/") ?? rest.endIndex
        var path = rest[end...]
        rest = rest[..<end]
        guard !rest.contains("@") else { throw ParsingError(description: "must not hold a user or password") }
        while path.last == "/" { path.removeLast() }
        let (host, port) = try Self.authority(rest)
        self.init(isSecure: isSecure, host: host, port: port ?? (isSecure ? 443 : 80), path: String(path))
    }

    private static func authority(_ text: Substring) throws(ParsingError) -> (host: String, port: Int?) {
        var host = text
        var rest: Substring = ""
        if text.first == "[" {
            guard let close = text.firstIndex(of: "]") else { throw ParsingError(description: "has an open bracket") }
            host = text[text.index(after: text.startIndex)..<close]
            rest = text[text.index(after: close)...]
            guard rest.isEmpty || rest.first == ":" else {
                throw ParsingError(description: "has no port after its host")
            }
            rest = rest.dropFirst()
        } else if let colon = text.firstIndex(of: ":") {
            host = text[..<colon]
            rest = text[text.index(after: colon)...]
        }
        guard !host.isEmpty else { throw ParsingError(description: "has no host") }
        if rest.isEmpty { return (String(host), nil) }
        guard rest.allSatisfy(\.isNumber), let port = Int(rest), (1...65535).contains(port) else {
            throw ParsingError(description: "has no port between 1 and 65535")
        }
        return (String(host), port)
    }
}

extension BaseURL: CustomStringConvertible {
    public var description: String {
        let name = host.contains(":") ? "[\(host)]" : host
        let isDefault = port == (isSecure ? 443 : 80)
        return (isSecure ? "https://" : "http://") + name + (isDefault ? "" : ":\(port)") + path
    }
}

import WhitworthHTTP

/// What both parsers can do, so that one reader in tests serves both.
protocol MessageParser {
    associatedtype Head: Sendable
    var isBetweenMessages: Bool { get }
    mutating func next(_ bytes: Span<UInt8>, from offset: inout Int) throws(HTTPError) -> HTTPPart<Head>?
    static func message(_ head: Head) -> ReadMessage
}

extension HTTPRequestParser: MessageParser {
    static func message(_ head: HTTPRequestHead) -> ReadMessage {
        ReadMessage(
            start: "\(head.method.name) \(head.target)", minorVersion: head.minorVersion,
            fields: head.fields.lowercased.map { "\($0.name): \($0.value)" }, keepsAlive: head.keepsAlive)
    }
}

extension HTTPResponseParser: MessageParser {
    static func message(_ head: HTTPResponseHead) -> ReadMessage {
        ReadMessage(
            start: "\(head.status)", minorVersion: head.minorVersion,
            fields: head.fields.lowercased.map { "\($0.name): \($0.value)" }, keepsAlive: head.keepsAlive)
    }
}

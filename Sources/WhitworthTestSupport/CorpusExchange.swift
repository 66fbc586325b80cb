public import WhitworthJSON

/// One recorded HTTP exchange of the corpus.
public struct CorpusExchange: Sendable {
    public var id: String
    public var api: String
    /// Names in lower case.
    public var requestHeaders: [(name: String, value: String)]
    /// The request's JSON, its bytes as recorded; nil for answers recorded alone.
    public var requestBody: [UInt8]?
    public var status: Int
    public var responseHeaders: [(name: String, value: String)]
    /// A whole answer: JSON as recorded, or text.
    public var responseBody: [UInt8]?
    /// The body of a stream of server-sent events, rebuilt.
    public var eventStream: [UInt8]?

    /// - Returns: nil where the file is no exchange.
    public init?(_ document: JSONValue) {
        guard let id = document["id"]?.string, let api = document["api"]?.string,
            let response = document["response"], let status = response["status"]?.int
        else { return nil }
        self.id = id
        self.api = api
        self.status = status
        requestHeaders = Self.headers(document["request"]?["headers"])
        responseHeaders = Self.headers(response["headers"])
        if let body = document["request"]?["body"], !body.isNull { requestBody = Array(body.raw) }
        if let frames = response["sse"]?.array {
            let separator = response["sse_separator"]?.text?.utf8 ?? [0x0A, 0x0A]
            eventStream = frames.flatMap { ($0.text?.utf8 ?? []) + separator }
        } else if let body = response["body"], !body.isNull {
            responseBody = body.text?.utf8 ?? Array(body.raw)
        }
    }

    private static func headers(_ value: JSONValue?) -> [(name: String, value: String)] {
        guard let object = value?.object else { return [] }
        return object.map { ($0.key.string.lowercased(), $0.value.string ?? $0.value.description) }
    }
}

public import WhitworthHTTP

/// A request as it is sent.
public struct UpstreamRequest: Sendable {
    public var address: UpstreamAddress
    public var method: HTTPMethod
    public var target: String
    /// `Host` and `Content-Length` are added; they and all else in `reserved` must not be here.
    public var fields: [(name: String, value: String)]
    public var body: [UInt8]

    public init(
        address: UpstreamAddress, method: HTTPMethod, target: String, fields: [(name: String, value: String)],
        body: [UInt8]
    ) {
        self.address = address
        self.method = method
        self.target = target
        self.fields = fields
        self.body = body
    }

    /// Fields that say where a message goes, where it ends and what becomes of the connection: the transport's own. A
    /// second one of a kind would let the server and us differ on them.
    private static let reserved: Set<String> = [
        "host", "content-length", "transfer-encoding", "connection", "keep-alive", "proxy-connection", "te", "trailer",
        "upgrade", "expect",
    ]

    /// The head's bytes.
    ///
    /// - Throws: `unsendable`; nothing that is given here can begin a line or a message of its own.
    func head() throws(HTTPError) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(512)
        if fields.contains(where: { Self.reserved.contains($0.name.lowercased()) }) { throw HTTPError(.unsendable) }
        let isDefaultPort = address.port == (address.isSecure ? 443 : 80)
        let name = address.host.contains(":") ? "[\(address.host)]" : address.host
        var all = [(name: "Host", value: isDefaultPort ? name : "\(name):\(address.port)")] + fields
        if method != .get || !body.isEmpty { all.append(("Content-Length", String(body.count))) }
        try HTTPWriter.appendRequest(method: method, target: target, fields: all, to: &bytes)
        return bytes
    }
}

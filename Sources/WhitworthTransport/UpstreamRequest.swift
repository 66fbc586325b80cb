public import WhitworthHTTP

/// A request as it is sent.
public struct UpstreamRequest: Sendable {
    public var address: UpstreamAddress
    public var method: HTTPMethod
    public var target: String
    /// `Host` and `Content-Length` are added.
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

    /// The head's bytes.
    func head() -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(512)
        let isDefaultPort = address.port == (address.isSecure ? 443 : 80)
        let name = address.host.contains(":") ? "[\(address.host)]" : address.host
        var all = [(name: "Host", value: isDefaultPort ? name : "\(name):\(address.port)")] + fields
        if method != .get || !body.isEmpty { all.append(("Content-Length", String(body.count))) }
        HTTPWriter.appendRequest(method: method, target: target, fields: all, to: &bytes)
        return bytes
    }
}

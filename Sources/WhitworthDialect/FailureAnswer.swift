/// A failure as an HTTP answer.
public struct FailureAnswer: Sendable {
    public var status: Int
    public var headers: [(name: String, value: String)]
    /// JSON.
    public var body: [UInt8]

    public init(status: Int, headers: [(name: String, value: String)], body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

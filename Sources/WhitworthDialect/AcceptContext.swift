public import WhitworthJSON

/// What reading a request needs to know beyond its body.
public struct AcceptContext: Sendable {
    /// Unknown members are dropped and reported instead of refused (`Prefer: handling=lenient`).
    public var isLenient: Bool
    /// Unix seconds, for answers whose provider does not tell when they were made.
    public var now: Int
    public var requestID: String
    public var limits: JSONLimits
    /// The request's headers, names in lower case, in order.
    public var headers: [(name: String, value: String)]

    public init(
        isLenient: Bool = false, now: Int, requestID: String, limits: JSONLimits = .standard,
        headers: [(name: String, value: String)] = []
    ) {
        self.isLenient = isLenient
        self.now = now
        self.requestID = requestID
        self.limits = limits
        self.headers = headers
    }
}

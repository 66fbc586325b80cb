public import WhitworthJSON

/// The error a client sees, and the only error of the pure targets above JSON and framing.
public struct Failure: Error, Sendable {
    public var code: FailureCode
    /// For people; never matched. Names no secret and no host.
    public var message: String
    /// The member at fault, in the client's own document.
    public var param: JSONPath?
    /// Members of `details`, as the registry defines them for the code.
    public var details: [FailureDetail]
    public var retryAfterMilliseconds: Int?
    /// What the provider said, where one was asked.
    public var upstream: UpstreamFailure?
    /// Tokens spent before the failure, where known.
    public var usage: Usage?

    public init(
        _ code: FailureCode, _ message: String, param: JSONPath? = nil, details: [FailureDetail] = [],
        retryAfterMilliseconds: Int? = nil, upstream: UpstreamFailure? = nil
    ) {
        self.code = code
        self.message = message
        self.param = param
        self.details = details
        self.retryAfterMilliseconds = retryAfterMilliseconds
        self.upstream = upstream
    }
}

/// One member of `error.details`.
public struct FailureDetail: Sendable {
    public var name: String
    public var value: JSONValue

    public init(_ name: String, _ value: JSONValue) {
        self.name = name
        self.value = value
    }

    public init(_ name: String, _ value: Int) {
        self.init(name, .written { $0.write(value) })
    }

    public init(_ name: String, _ value: String) {
        self.init(name, .written { $0.write(value) })
    }

    public init(_ name: String, _ values: [String]) {
        self.init(
            name,
            .written { writer in
                writer.array { list in for value in values { list.write(value) } }
            })
    }
}

/// A provider's own words for a failure.
public struct UpstreamFailure: Sendable {
    /// The configured name; never an address.
    public var provider: String
    /// HTTP status; nil inside a stream.
    public var status: Int?
    public var code: String?
    public var type: String?
    public var message: String?
    public var requestID: String?

    public init(
        provider: String, status: Int?, code: String? = nil, type: String? = nil, message: String? = nil,
        requestID: String? = nil
    ) {
        self.provider = provider
        self.status = status
        self.code = code
        self.type = type
        self.message = message
        self.requestID = requestID
    }
}

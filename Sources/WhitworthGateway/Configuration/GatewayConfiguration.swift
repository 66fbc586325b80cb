public import WhitworthProviders

/// All that `serve` needs to know, whether it came from a file, the environment or nowhere.
public struct GatewayConfiguration: Sendable {
    public var host: String
    public var port: Int
    public var providers: [Provider]
    /// Client-facing name to `provider/model`.
    public var aliases: [String: String]
    public var maximumBodyBytes: Int
    /// Event loops; nil is one for each core.
    public var threads: Int?
    public var timeouts: Timeouts

    /// In milliseconds.
    public struct Timeouts: Sendable, Hashable {
        public var connect = 5_000
        /// From the request sent to the first byte of the answer.
        public var firstByte = 600_000
        /// Between two reads of an answer; also how long a client may take nothing of what was written to it.
        public var idle = 120_000
        /// From a request's first byte to the end of its head, and between two reads of its body.
        public var request = 30_000
        /// How long a connection without a request is kept, on either side.
        public var keepAlive = 60_000
        /// How long running answers may take once shutdown has begun.
        public var drain = 30_000

        public init() {}
    }

    public init(
        host: String = "127.0.0.1", port: Int = 8080, providers: [Provider], aliases: [String: String] = [:],
        maximumBodyBytes: Int = 32 << 20, timeouts: Timeouts = Timeouts()
    ) {
        self.host = host
        self.port = port
        self.providers = providers
        self.aliases = aliases
        self.maximumBodyBytes = maximumBodyBytes
        self.timeouts = timeouts
    }
}

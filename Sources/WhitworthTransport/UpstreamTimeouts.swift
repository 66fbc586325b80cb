public import NIOCore

/// How long a provider may take.
public struct UpstreamTimeouts: Sendable, Hashable {
    public var connect: TimeAmount
    /// From the request sent to the first byte of the answer.
    public var firstByte: TimeAmount
    /// Between two reads of an answer, whoever is the slower: one who asked and takes nothing more does not hold a
    /// connection for ever.
    public var idle: TimeAmount
    /// How long a connection without a request is kept.
    public var keepAlive: TimeAmount

    public init(connect: TimeAmount, firstByte: TimeAmount, idle: TimeAmount, keepAlive: TimeAmount) {
        self.connect = connect
        self.firstByte = firstByte
        self.idle = idle
        self.keepAlive = keepAlive
    }
}

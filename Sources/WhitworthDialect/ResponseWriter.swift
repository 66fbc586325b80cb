public import WhitworthModel

/// Answers one client in the form it asked for.
public protocol ResponseWriter: Sendable {
    /// Whether the client asked for a stream of server-sent events.
    var streams: Bool { get }

    /// The whole answer as `application/json`.
    ///
    /// - Parameter losses: all that was adapted or dropped on the way, for the answer's `warnings`.
    /// - Throws: where the answer cannot be said in this dialect.
    mutating func whole(_ response: Response, losses: [Loss]) throws(Failure) -> [UInt8]

    /// Appends the frames of one event; `end` appends the dialect's own ending.
    mutating func push(_ event: Event, into bytes: inout [UInt8]) throws(Failure)

    /// Appends the frames of a failure after which nothing follows: never the dialect's clean ending.
    mutating func fail(_ failure: Failure, into bytes: inout [UInt8])
}

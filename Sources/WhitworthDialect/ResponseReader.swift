public import WhitworthModel

/// Reads one reply of a provider, in whichever form it comes.
///
/// A whole reply is given to `whole`; a streamed one to `push`, in any pieces, and ended by `finish`; one with a status
/// of 400 or more to `failure`.
public protocol ResponseReader: Sendable {
    /// - Throws: `upstreamInvalidResponse` where the bytes are not this dialect's, and the provider's own failure where
    ///   it stands in a body of status 200.
    mutating func whole(_ body: [UInt8]) throws(Failure) -> Response

    /// - Throws: as `whole`; events read before the fault have been appended.
    mutating func push(_ bytes: Span<UInt8>, into events: inout [Event]) throws(Failure)

    /// The body ended.
    ///
    /// - Throws: `streamInterrupted` unless the stream had ended as its dialect ends one, with the usage known so far.
    mutating func finish(into events: inout [Event]) throws(Failure)

    /// - Parameter headers: names in lower case.
    func failure(status: Int, headers: [(name: String, value: String)], body: [UInt8]) -> Failure
}

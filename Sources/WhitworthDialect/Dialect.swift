import WhitworthJSON
public import WhitworthModel

/// A wire shape, in both directions: bytes in, bytes out; no IO, no clock, no memory between calls.
public protocol Dialect: Sendable {
    /// Whose vocabulary this is; extras of this slug are written back as they were read.
    var slug: ExtensionSlug { get }

    /// Reads a client's request, and hands out the only writer that fits this client.
    ///
    /// - Throws: what is wrong with the request, naming the member at fault.
    func accept(_ body: [UInt8], _ context: AcceptContext) throws(Failure) -> Accepted

    /// Writes a request for a provider, and hands out the only reader that fits its reply.
    ///
    /// - Throws: what the dialect cannot say, naming the member: before anything is sent.
    func call(_ request: Request, to target: Target) throws(Failure) -> Call

    /// A failure as the whole answer to a client of this dialect, accepted or not.
    func answer(_ failure: Failure, requestID: String) -> FailureAnswer
}

public import WhitworthHTTP

/// Who asked: called on the event loop that owns both connections, in this order, each answer ended once.
public protocol UpstreamDelegate: AnyObject {
    func upstreamHead(_ head: HTTPResponseHead)
    func upstreamBody(_ bytes: Span<UInt8>)
    /// All that one read of the socket brought has been told: the time to write once. After the read that brings the
    /// end it is the end that is told, not this.
    func upstreamReadComplete()
    func upstreamEnd()
    func upstreamFailed(_ error: UpstreamError)
    /// Whether more may be read now; if not, `UpstreamExchange.resume()` must follow.
    var upstreamMayRead: Bool { get }
}

import NIOCore

/// One request under way, for the one who asked.
public final class UpstreamExchange {
    let request: UpstreamRequest
    /// The request's first bytes, made once.
    var head: [UInt8] = []
    private(set) weak var delegate: (any UpstreamDelegate)?
    /// Set while a connection carries it.
    var connection: UpstreamConnection?
    /// Whether it may be sent once more: it went out on a connection that had served before.
    var mayRetry = false
    private(set) var isOver = false

    init(request: UpstreamRequest, delegate: any UpstreamDelegate) {
        self.request = request
        self.delegate = delegate
    }

    /// Nobody waits for the answer any more: the connection is closed, which tells the provider.
    public func cancel() {
        guard !isOver else { return }
        isOver = true
        delegate = nil
        connection?.abandon()
        connection = nil
    }

    /// Reading may go on.
    public func resume() {
        connection?.resume()
    }

    func end() {
        guard !isOver else { return }
        isOver = true
        connection = nil
        let delegate = delegate
        self.delegate = nil
        delegate?.upstreamEnd()
    }

    func fail(_ error: UpstreamError) {
        guard !isOver else { return }
        isOver = true
        connection = nil
        let delegate = delegate
        self.delegate = nil
        delegate?.upstreamFailed(error)
    }
}

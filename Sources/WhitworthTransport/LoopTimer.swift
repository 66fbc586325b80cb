public import NIOCore

/// Calls again and again on one event loop, until it is cancelled or nobody holds it.
///
/// NIO's repeated tasks take a `@Sendable` closure, which what lives on one loop cannot give.
public final class LoopTimer {
    private let eventLoop: any EventLoop
    private let period: TimeAmount
    private let body: () -> Void
    private var next: Scheduled<Void>?

    /// Must be called on the loop.
    public init(on eventLoop: any EventLoop, every period: TimeAmount, _ body: @escaping () -> Void) {
        self.eventLoop = eventLoop
        self.period = period
        self.body = body
        schedule()
    }

    public func cancel() {
        next?.cancel()
        next = nil
    }

    private func schedule() {
        next = eventLoop.assumeIsolated().scheduleTask(in: period) { [weak self] in
            guard let self, self.next != nil else { return }
            self.body()
            // The body may have cancelled.
            if self.next != nil { self.schedule() }
        }
    }
}

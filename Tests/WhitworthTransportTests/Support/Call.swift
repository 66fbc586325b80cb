import NIOCore

@testable import WhitworthTransport

/// A request under way, seen from a test: every access is on the pool's loop.
final class Call: Sendable {
    private let state: NIOLoopBound<State>
    private let eventLoop: any EventLoop
    private let done: EventLoopFuture<Answer>

    struct State {
        var recorder: Recorder
        var exchange: UpstreamExchange
    }

    init(_ recorder: Recorder, _ exchange: UpstreamExchange, on eventLoop: any EventLoop) {
        state = NIOLoopBound(State(recorder: recorder, exchange: exchange), eventLoop: eventLoop)
        self.eventLoop = eventLoop
        done = recorder.done
    }

    /// When the answer ended or failed.
    var answer: Answer { get async throws { try await done.get() } }

    /// What was told so far.
    var soFar: Answer { get async throws { try await on { $0.recorder.answer } } }

    func on<Result: Sendable>(_ body: @escaping @Sendable (State) throws -> Result) async throws -> Result {
        try await eventLoop.submit { [state] in try body(state.value) }.get()
    }

    func cancel() async throws {
        try await on {
            $0.exchange.cancel()
            $0.recorder.finish(.cancelled)
        }
    }

    func mayRead(_ may: Bool) async throws {
        try await on {
            $0.recorder.upstreamMayRead = may
            if may { $0.exchange.resume() }
        }
    }
}

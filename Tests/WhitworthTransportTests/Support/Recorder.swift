import NIOCore
import WhitworthHTTP

@testable import WhitworthTransport

/// Who asks, in tests.
final class Recorder: UpstreamDelegate {
    private(set) var answer = Answer()
    var upstreamMayRead = true
    /// Called with each head.
    var atHead: (() -> Void)?
    /// Called when an answer ended or failed.
    var atEnd: (() -> Void)?
    private let promise: EventLoopPromise<Answer>
    private let patience: Scheduled<Void>

    /// Waiting for a future cannot be cancelled, so an answer that never comes must fail here, lest the run hang.
    struct NothingTold: Error {}

    init(on eventLoop: any EventLoop) {
        let promise = eventLoop.makePromise(of: Answer.self)
        self.promise = promise
        patience = eventLoop.scheduleTask(in: .seconds(20)) { promise.fail(NothingTold()) }
    }

    deinit {
        // Without effect where it was kept.
        promise.fail(CancellationError())
        patience.cancel()
    }

    var done: EventLoopFuture<Answer> { promise.futureResult }

    func upstreamHead(_ head: HTTPResponseHead) {
        if answer.status != nil || answer.outcome != nil { answer.disorder += 1 }
        answer.status = head.status
        atHead?()
    }

    func upstreamBody(_ bytes: Span<UInt8>) {
        if answer.status == nil || answer.outcome != nil || bytes.isEmpty { answer.disorder += 1 }
        bytes.withUnsafeBufferPointer { answer.body.append(contentsOf: $0) }
    }

    func upstreamReadComplete() {
        answer.readCompletions += 1
    }

    func upstreamEnd() {
        if answer.status == nil { answer.disorder += 1 }
        finish(.ended)
    }

    func upstreamFailed(_ error: UpstreamError) { finish(.failed(error)) }

    func finish(_ outcome: Answer.Outcome) {
        answer.endings += 1
        if answer.outcome == nil { answer.outcome = outcome }
        let atEnd = atEnd
        self.atEnd = nil
        atEnd?()
        promise.succeed(answer)
    }
}

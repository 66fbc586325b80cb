import NIOCore
import NIOPosix
import Testing

@testable import WhitworthTransport

@Suite("Timers", .timeLimit(.minutes(1))) struct LoopTimerTests {
    private final class Ticks {
        var timer: LoopTimer?
        var count = 0
    }

    private struct Held {
        weak var timer: LoopTimer?
    }

    private let loop = MultiThreadedEventLoopGroup.singleton.any()

    private func start(
        _ tick: @escaping @Sendable (NIOLoopBound<Ticks>) -> Void
    ) async throws -> NIOLoopBound<Ticks> {
        let loop = loop
        return try await loop.submit {
            let ticks = Ticks()
            let bound = NIOLoopBound(ticks, eventLoop: loop)
            ticks.timer = LoopTimer(on: loop, every: .milliseconds(5)) { [weak ticks] in
                guard let ticks else { return }
                ticks.count += 1
                tick(NIOLoopBound(ticks, eventLoop: loop))
            }
            return bound
        }.get()
    }

    private func count(_ ticks: NIOLoopBound<Ticks>) async throws -> Int {
        try await loop.submit { ticks.value.count }.get()
    }

    @Test("A timer ticks until it is cancelled")
    func cancel() async throws {
        let ticks = try await start { _ in }
        try await eventually("it ticks") { try await count(ticks) >= 5 }
        let last = try await loop.submit {
            ticks.value.timer?.cancel()
            return ticks.value.count
        }.get()
        try await Task.sleep(for: .milliseconds(60))
        #expect(try await count(ticks) == last)
    }

    @Test("A timer cancelled by its own tick ticks no more")
    func cancelInside() async throws {
        let ticks = try await start { ticks in if ticks.value.count == 3 { ticks.value.timer?.cancel() } }
        try await eventually("it ticks") { try await count(ticks) == 3 }
        try await Task.sleep(for: .milliseconds(60))
        #expect(try await count(ticks) == 3)
    }

    @Test("A timer that nobody holds is gone, and ticks no more")
    func dropped() async throws {
        let ticks = try await start { _ in }
        try await eventually("it ticks") { try await count(ticks) >= 2 }
        let (last, isGone) = try await loop.submit {
            let held = Held(timer: ticks.value.timer)
            ticks.value.timer = nil
            return (ticks.value.count, held.timer == nil)
        }.get()
        #expect(isGone)
        try await Task.sleep(for: .milliseconds(60))
        #expect(try await count(ticks) == last)
    }
}

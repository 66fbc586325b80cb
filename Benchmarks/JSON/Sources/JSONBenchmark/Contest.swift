import Foundation

/// Runs contestants in turn, round after round, so that a machine that slows down slows all of them.
struct Contest {
    var title: String
    var bytes: Int
    /// Each returns a number that all must agree on, so that nothing is left out or optimised away.
    var contestants: [(name: String, run: () throws -> Int)]

    /// The time of this thread in seconds.
    private static func cpu() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    func run(rounds: Int, seconds: Double) throws {
        var expected: Int?
        var times = contestants.map { _ in [Double]() }
        var counts = contestants.map { _ in 1 }
        for (index, contestant) in contestants.enumerated() {
            let result = try contestant.run()
            precondition(expected == nil || expected == result, "\(contestant.name) read something else")
            expected = result
            let start = Self.cpu()
            _ = try contestant.run()
            counts[index] = max(1, Int(seconds / max(Self.cpu() - start, 1e-7)))
        }
        for _ in 0..<rounds {
            for (index, contestant) in contestants.enumerated() {
                let start = Self.cpu()
                for _ in 0..<counts[index] { _ = try contestant.run() }
                times[index].append((Self.cpu() - start) / Double(counts[index]))
            }
        }
        print("\n\(title), \(bytes) bytes")
        print("| | µs, median | min … max | MB/s | Whitworth is |\n|---|---|---|---|---|")
        let own = median(times[0])
        for (index, contestant) in contestants.enumerated() {
            let time = median(times[index])
            let range = String(format: "%.2f … %.2f", (times[index].min() ?? 0) * 1e6, (times[index].max() ?? 0) * 1e6)
            print(
                String(
                    format: "| %@ | %.2f | %@ | %.0f | %@ |", contestant.name, time * 1e6, range, Double(bytes) / time / 1e6,
                    index == 0 ? "" : String(format: "%.2fx as fast", time / own)))
        }
    }

    private func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        return sorted[sorted.count / 2]
    }
}

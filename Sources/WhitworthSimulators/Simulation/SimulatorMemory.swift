import Synchronization

/// What the simulators remember from one request to the next: how many there were, which prompts they have seen, which
/// faults and script rules are used up.
final class SimulatorMemory: Sendable {
    private struct State {
        var requests = 0
        var faults: [UInt64: Int] = [:]
        var rules: [Int: Int] = [:]
        var prompts: Set<UInt64> = []
        var script: Script?
    }

    /// Prompt prefixes kept; beyond this all are forgotten, as a provider's cache would.
    private static let most = 100_000

    private let state: Mutex<State>

    init(script: Script? = nil) {
        state = Mutex(State(script: script))
    }

    /// The number of a new request, from 1.
    func count() -> Int {
        state.withLock {
            $0.requests += 1
            return $0.requests
        }
    }

    var requests: Int { state.withLock { $0.requests } }

    /// Whether a fault that is to happen `times` times is still due for requests of this hash; counts this one.
    func isDue(_ times: Int, for hash: UInt64) -> Bool {
        state.withLock { state in
            if state.faults.count > Self.most { state.faults = [:] }
            let used = state.faults[hash, default: 0]
            state.faults[hash] = used + 1
            return used < times
        }
    }

    /// How many of these prompt prefixes, given from short to long, were kept before.
    ///
    /// - Parameter keeping: those to keep from now on.
    func recall(_ prefixes: [UInt64], keeping: [UInt64]) -> Int {
        state.withLock { state in
            let seen = (prefixes.lastIndex { state.prompts.contains($0) }).map { $0 + 1 } ?? 0
            if state.prompts.count > Self.most { state.prompts = [] }
            state.prompts.formUnion(keeping)
            return seen
        }
    }

    /// The first rule of the script that matches and is not used up; counts its use.
    func rule(where matches: (Script.Match) -> Bool) -> Script.Answer? {
        state.withLock { state in
            guard let script = state.script else { return nil }
            for (position, rule) in script.rules.enumerated() where matches(rule.match) {
                let used = state.rules[position, default: 0]
                if let times = rule.times, used >= times { continue }
                state.rules[position] = used + 1
                return rule.answer
            }
            return nil
        }
    }

    func setScript(_ script: Script?) {
        state.withLock {
            $0.script = script
            $0.rules = [:]
        }
    }

    /// Forgets all but the script.
    func reset() {
        state.withLock { $0 = State(script: $0.script) }
    }
}

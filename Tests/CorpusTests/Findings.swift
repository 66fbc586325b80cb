import Testing

/// What a law found over a whole API: how many exchanges it covered, and which broke it.
struct Findings {
    var law: String
    var api: String
    private(set) var covered = 0
    private(set) var failures: [(id: String, what: String)] = []

    init(_ law: String, _ api: String) {
        self.law = law
        self.api = api
    }

    /// Runs one exchange; whatever it throws or returns is a failure under its id.
    ///
    /// Others get their turn after each: hundreds in a row would starve the tests that wait for sockets.
    mutating func check(_ id: String, _ body: () throws -> [String]) async {
        await Task.yield()
        covered += 1
        do {
            for what in try body() { failures.append((id, what)) }
        } catch {
            failures.append((id, "threw \(error)"))
        }
    }

    /// Prints the count, records each failure, and refuses to have covered nothing.
    func report(sourceLocation: SourceLocation = #_sourceLocation) {
        print("corpus: \(law): \(api): \(covered) exchanges, \(Set(failures.map(\.id)).count) broken")
        #expect(covered > 0, "the corpus holds no exchange of \(api) for this law", sourceLocation: sourceLocation)
        for failure in failures {
            Issue.record("\(law): \(failure.id): \(failure.what)", sourceLocation: sourceLocation)
        }
    }
}

import Testing
import WhitworthDialect
import WhitworthJSON
import WhitworthModel
import WhitworthTestSupport

/// Nothing is dropped in silence: what a client or provider says reaches the other side, or is reported, or refused.
///
/// Tried leaf by leaf: with another value in its place the document must come out otherwise; where only one value can
/// be read, it must come out otherwise without it. A leaf that makes no difference was lost.
@Suite("Nothing is dropped in silence")
struct SilenceLaws {
    /// Leaves that need not reach the other side, each with its reason.
    private static func isExempt(_ path: [JSONPath.Element], _ fixture: String, _ surface: Surface) -> Bool {
        let keys = path.map { if case .key(let name) = $0 { name } else { "#" } }
        if keys == ["model"] { return true }  // Routing says which model is asked.
        if surface.isChat {
            // Usage is always asked for; whether the client sees it is its writer's affair.
            if keys == ["stream_options", "include_usage"] { return true }
            // Counts elements that are in order anyway; added by streams.
            if keys.contains("reasoning_details") || keys.contains("anthropic:content"), keys.last == "index" {
                return true
            }
            // The same text as in `reasoning_details`, which hold (Decisions/0004).
            if fixture == "reasoning-carried.json", keys.last == "reasoning_content" { return true }
        }
        return false
    }

    /// Whether a change of the leaf is seen; `cross` gives nil for what cannot be read.
    private static func reaches<Result: Equatable>(
        _ leaf: [JSONPath.Element], of document: OrderedTree, as result: Result, _ cross: (OrderedTree) -> Result?
    ) -> Bool {
        let mutants = document.mutations(of: leaf)
        let altered = mutants.altered.compactMap(cross)
        if !altered.isEmpty { return altered.contains { $0 != result } }
        guard let without = mutants.without.flatMap(cross) else { return true }
        return without != result
    }

    @Test("of a request", arguments: Surface.all)
    func requests(_ surface: Surface) throws {
        var leaves = 0
        for fixture in try surface.fixtures(.requests, .extensions) {
            let document = OrderedTree(try JSONValue(parsing: fixture.bytes))
            let strict = Outcome.of(document.bytes, from: surface, to: surface.other, lenient: false)
            // What cannot be said is dropped and reported, so that the rest can be looked at.
            let outcome = Outcome.of(document.bytes, from: surface, to: surface.other, lenient: true)
            if case .written = strict { #expect(strict == outcome, "\(fixture.name)") }
            guard case .written = outcome else {
                Issue.record("\(fixture.name): \(outcome)")
                continue
            }
            // Breakpoints that are not sent are reported once for a request.
            let marks = outcome.losses.contains { $0.message.contains("breakpoints") }
            for leaf in document.leaves() where !Self.isExempt(leaf, fixture.name, surface) {
                leaves += 1
                if marks, leaf.contains(.key("cache_control")) { continue }
                if outcome.losses.contains(where: { $0.kind != .defaulted && $0.path.covers(leaf) }) { continue }
                let reaches = Self.reaches(leaf, of: document, as: outcome) { mutant in
                    let outcome = Outcome.of(mutant.bytes, from: surface, to: surface.other, lenient: true)
                    if case .unread = outcome { return nil }
                    return outcome
                }
                #expect(reaches, "\(fixture.name): \(JSONPath(leaf)) is dropped in silence")
            }
        }
        #expect(leaves > 300)
    }

    @Test("of a whole answer", arguments: Surface.all)
    func answers(_ surface: Surface) throws {
        for fixture in try surface.fixtures(.answers) where fixture.name != "two-choices.json" {
            let document = OrderedTree(try JSONValue(parsing: fixture.bytes))
            let outcome = try #require(Self.crossed(document, surface), "\(fixture.name)")
            for leaf in document.leaves(emptyToo: false) {
                // The client knows the model by the name it asked for; the rest are the dialect's own constants.
                let constants: [[JSONPath.Element]] = [
                    [.key("model")], [.key("object")], [.key("type")], [.key("role")],
                ]
                if constants.contains(leaf) || leaf.last == .key("role") { continue }
                // There is one.
                if leaf.last == .key("index"), leaf.count == 3 { continue }
                let reaches = Self.reaches(leaf, of: document, as: outcome) { Self.crossed($0, surface) }
                #expect(reaches, "\(fixture.name): \(JSONPath(leaf)) is dropped in silence")
            }
        }
    }

    private static func crossed(_ document: OrderedTree, _ surface: Surface) -> [UInt8]? {
        guard let response = try? surface.read(document.bytes) else { return nil }
        return try? surface.other.write(response, model: "m")
    }

    @Test("of a streamed answer", arguments: Surface.all)
    func streams(_ surface: Surface) throws {
        for fixture in try surface.fixtures(.streams) where fixture.name != "two-choices.sse" {
            let frames = Frames(fixture.bytes)
            let outcome = try #require(Self.crossed(frames, surface), "\(fixture.name)")
            for (place, data) in frames.documents {
                let document = OrderedTree(try JSONValue(parsing: data))
                for leaf in document.leaves(emptyToo: false)
                where !Self.isRepeated(leaf, in: place, of: frames, surface) {
                    let reaches = Self.reaches(leaf, of: document, as: outcome) {
                        Self.crossed(frames.replacing(place, by: $0.bytes), surface)
                    }
                    #expect(reaches, "\(fixture.name): \(JSONPath(leaf)) of event \(place) is dropped in silence")
                }
            }
        }
    }

    private static func crossed(_ frames: Frames, _ surface: Surface) -> [UInt8]? {
        guard let events = try? surface.events(frames.bytes) else { return nil }
        return try? surface.other.stream(events)
    }

    /// What every event says again, constants, and what says nothing.
    private static func isRepeated(
        _ leaf: [JSONPath.Element], in place: Int, of frames: Frames, _ surface: Surface
    ) -> Bool {
        guard case .key(let first)? = leaf.first else { return false }
        if surface.isChat {
            // Random padding (N2), and members that are the same in every chunk.
            if ["object", "model", "obfuscation"].contains(first) { return true }
            // What is said last holds.
            if place > 0, place != frames.documents.last?.place, first == "system_fingerprint" { return true }
            if place > 0, ["id", "created", "service_tier"].contains(first) { return true }
            // What tells choices and calls apart, and constants.
            return [.key("role"), .key("index"), .key("type")].contains(leaf.last)
        }
        if leaf.last == .key("index"), leaf.count == 1 { return true }
        let messages: [[JSONPath.Element]] = ["type", "role", "model"].map { [.key("message"), .key($0)] }
        if messages.contains(leaf) { return true }
        // Counts of the start that the end replaces.
        guard leaf.starts(with: [.key("message"), .key("usage")]), leaf.count == 3, case .key(let name) = leaf[2] else {
            return false
        }
        return frames.documents.contains { place, data in
            place > 0 && OrderedTree.reading(data)?.leaves().contains([.key("usage"), .key(name)]) == true
        }
    }
}

import Testing
import WhitworthDialect
import WhitworthJSON
import WhitworthModel
import WhitworthTestSupport

@Suite("Corpus: streams", .enabled(if: CorpusFolder.exists, "no corpus: set WHITWORTH_CORPUS"))
struct StreamLaws {
    private func streams(of subject: Subject) throws -> [(id: String, bytes: [UInt8])] {
        try CorpusFolder.exchanges(of: subject.api).compactMap { exchange in
            guard exchange.status < 300, let bytes = exchange.eventStream else { return nil }
            return Normalisations.cutStreams[exchange.id] == nil ? (exchange.id, bytes) : nil
        }
    }

    @Test("P31: cut at every byte boundary, a stream gives the same events", arguments: Subject.all)
    func chunking(_ subject: Subject) async throws {
        var findings = Findings("any chunking", subject.api)
        for (id, bytes) in try streams(of: subject) {
            await findings.check(id) {
                let whole = "\(try StreamReading.events(bytes, by: subject))"
                for size in [1, 7] where "\(try StreamReading.events(bytes, by: subject, pieces: size))" != whole {
                    return ["pieces of \(size) bytes give other events"]
                }
                return []
            }
        }
        findings.report()
    }

    @Test("reading then writing in the same dialect is lossless", arguments: Subject.all)
    func roundTrip(_ subject: Subject) async throws {
        var findings = Findings("stream round trip", subject.api)
        for (id, bytes) in try streams(of: subject) {
            await findings.check(id) {
                let events = try StreamReading.events(bytes, by: subject)
                guard case .start(let start)? = events.first else { return ["does not begin with a start"] }
                var writer = try subject.accept(model: start.model.string, streaming: true).writer
                var written: [UInt8] = []
                for event in events { try writer.push(event, into: &written) }
                return try WireAccumulator.accumulate(bytes, subject.api)
                    .differences(from: WireAccumulator.accumulate(written, subject.api))
            }
        }
        findings.report()
    }

    @Test("the stream and the whole of the same content agree", arguments: Subject.all)
    func wholeAgrees(_ subject: Subject) async throws {
        var findings = Findings("stream as whole", subject.api)
        for (id, bytes) in try streams(of: subject) {
            await findings.check(id) {
                let response = try StreamReading.assemble(bytes, by: subject)
                let model = response.start.model.string
                var writer = try subject.accept(model: model, streaming: false).writer
                let whole = try writer.whole(response, losses: [])
                var reader = try subject.reader(streaming: false)
                var again = try subject.accept(model: model, streaming: false).writer
                let reread = try again.whole(try reader.whole(whole), losses: [])
                return JSONTree(try JSONValue(parsing: whole)).differences(
                    from: JSONTree(try JSONValue(parsing: reread)))
            }
        }
        findings.report()
    }

    @Test("P30: a stream cut before its end is a failure, wherever it is cut", arguments: Subject.all)
    func truncation(_ subject: Subject) async throws {
        var findings = Findings("truncation", subject.api)
        for (id, bytes) in try streams(of: subject) {
            await findings.check(id) {
                // The last frame is the dialect's ending; all cuts before it must be seen.
                var end = bytes.count
                while end > 0, bytes[end - 1] == 0x0A || bytes[end - 1] == 0x0D { end -= 1 }
                for cut in [end - 1, end - 3, end / 2, end / 3] where cut > 0 {
                    do {
                        _ = try StreamReading.events(Array(bytes[..<cut]), by: subject)
                        return ["cut at \(cut) of \(bytes.count) ends as if whole"]
                    } catch let failure as Failure {
                        if failure.code != .streamInterrupted, failure.code != .upstreamInvalidResponse {
                            return ["cut at \(cut): \(failure.code.name)"]
                        }
                    }
                }
                return []
            }
        }
        findings.report()
    }

    @Test("crossing gives a stream that the other dialect reads, with the same text and usage", arguments: Subject.all)
    func crossing(_ subject: Subject) async throws {
        var findings = Findings("stream crossing", subject.api)
        for (id, bytes) in try streams(of: subject) {
            await findings.check(id) {
                let events = try StreamReading.events(bytes, by: subject)
                var assembler = ResponseAssembler()
                for event in events { assembler.push(event) }
                guard let response = assembler.response(), response.choices.count < 2 else { return [] }
                var writer = try subject.other.accept(model: "m", streaming: true).writer
                var written: [UInt8] = []
                for event in events { try writer.push(event, into: &written) }
                let crossed = try StreamReading.assemble(written, by: subject.other)
                var problems: [String] = []
                if response.usage != nil, crossed.usage?.totalTokens != response.usage?.totalTokens {
                    problems.append("usage differs")
                }
                let refuses = response.choices.first?.content.contains { if case .refusal = $0 { true } else { false } }
                if refuses != true, crossed.choices.first?.finish?.reason != response.choices.first?.finish?.reason {
                    problems.append("finish differs")
                }
                return problems
            }
        }
        findings.report()
    }
}

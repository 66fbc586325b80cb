import Testing
import WhitworthDialect
import WhitworthJSON
import WhitworthModel
import WhitworthTestSupport

@Suite("Corpus: whole answers", .enabled(if: CorpusFolder.exists, "no corpus: set WHITWORTH_CORPUS"))
struct WholeAnswerLaws {
    private func wholeAnswers(of subject: Subject) throws -> [(CorpusExchange, [UInt8])] {
        try CorpusFolder.exchanges(of: subject.api).compactMap { exchange in
            guard exchange.status < 300, let body = exchange.responseBody else { return nil }
            // P25: an error in a 200 is judged with the errors.
            return Self.isError(body) ? nil : (exchange, body)
        }
    }

    private static func isError(_ body: [UInt8]) -> Bool {
        (try? JSONValue(parsing: body))?["error"].map { !$0.isNull } ?? false
    }

    @Test("P25: an error that came with status 200 is a failure", arguments: [Subject.chat])
    func errorsInside200(_ subject: Subject) async throws {
        var findings = Findings("errors in a 200", subject.api)
        for exchange in try CorpusFolder.exchanges(of: subject.api) where exchange.status < 300 {
            guard let body = exchange.responseBody, Self.isError(body) else { continue }
            await findings.check(exchange.id) {
                var reader = try subject.reader(streaming: false)
                do throws(Failure) {
                    _ = try reader.whole(body)
                    return ["read as an answer"]
                } catch {
                    return error.upstream?.message == nil ? ["the native message is lost"] : []
                }
            }
        }
        findings.report()
    }

    @Test("reading then writing in the same dialect is lossless", arguments: Subject.all)
    func roundTrip(_ subject: Subject) async throws {
        var findings = Findings("whole answer round trip", subject.api)
        for (exchange, body) in try wholeAnswers(of: subject) {
            await findings.check(exchange.id) {
                let original = try JSONValue(parsing: body)
                var reader = try subject.reader(streaming: false)
                let response = try reader.whole(body)
                var writer = try subject.accept(model: original["model"]?.string ?? "", streaming: false).writer
                let written = try JSONValue(parsing: writer.whole(response, losses: []))
                return Normalisations.answer(JSONTree(original), subject.api)
                    .differences(from: Normalisations.answer(JSONTree(written), subject.api))
            }
        }
        findings.report()
    }

    @Test("the events of a whole answer assemble to it, and its stream reads as it", arguments: Subject.all)
    func streamAgrees(_ subject: Subject) async throws {
        var findings = Findings("whole answer as stream", subject.api)
        for (exchange, body) in try wholeAnswers(of: subject) {
            await findings.check(exchange.id) {
                var reader = try subject.reader(streaming: false)
                let response = try reader.whole(body)
                let model = response.start.model.string
                var whole = try subject.accept(model: model, streaming: false).writer
                let expected = try JSONValue(parsing: whole.whole(response, losses: []))

                var assembler = ResponseAssembler()
                for event in response.events { assembler.push(event) }
                guard assembler.isComplete, let assembled = assembler.response() else { return ["did not assemble"] }
                var again = try subject.accept(model: model, streaming: false).writer
                let direct = try JSONValue(parsing: again.whole(assembled, losses: []))
                let differences = JSONTree(expected).withoutNulls.differences(from: JSONTree(direct).withoutNulls)
                if !differences.isEmpty { return differences.map { "assembled: " + $0 } }

                var frames: [UInt8] = []
                var streaming = try subject.accept(model: model, streaming: true).writer
                for event in response.events { try streaming.push(event, into: &frames) }
                let streamed = try StreamReading.assemble(frames, by: subject)
                var last = try subject.accept(model: model, streaming: false).writer
                let reread = try JSONValue(parsing: last.whole(streamed, losses: []))
                return Normalisations.streamed(JSONTree(expected), subject.api)
                    .differences(from: Normalisations.streamed(JSONTree(reread), subject.api))
                    .map { "streamed: " + $0 }
            }
        }
        findings.report()
    }

    @Test("crossing gives an answer that the other dialect reads, with the same usage", arguments: Subject.all)
    func crossing(_ subject: Subject) async throws {
        var findings = Findings("whole answer crossing", subject.api)
        for (exchange, body) in try wholeAnswers(of: subject) {
            await findings.check(exchange.id) {
                var reader = try subject.reader(streaming: false)
                let response = try reader.whole(body)
                do throws(Failure) {
                    return try cross(response, from: subject)
                } catch {
                    return ["refused: \(error.code.name): \(error.message)"]
                }
            }
        }
        findings.report()
    }

    private func cross(_ response: Response, from subject: Subject) throws(Failure) -> [String] {
        let model = response.start.model.string
        guard let accepted = try? subject.other.accept(model: model, streaming: false),
            var back = try? subject.other.reader(streaming: false)
        else { return ["no client"] }
        var writer = accepted.writer
        // An answer of several choices has no place in Messages; the request for it would have been refused.
        if response.choices.count > 1 { return [] }
        let bytes = try writer.whole(response, losses: [])
        let crossed = try back.whole(bytes)
        var problems: [String] = []
        if crossed.usage?.totalTokens != response.usage?.totalTokens { problems.append("usage differs") }
        let reasons = (response.choices.first?.finish?.reason, crossed.choices.first?.finish?.reason)
        // A refusal in the model's own words ends in Messages by the reason that says so, and a call by its own (N4).
        let says = response.choices.first?.content.contains {
            switch $0 {
            case .refusal, .toolCall: true
            default: false
            }
        }
        if reasons.0 != reasons.1, says != true { problems.append("finish: \(String(describing: reasons))") }
        if text(of: response) != text(of: crossed) { problems.append("text differs") }
        if calls(of: response) != calls(of: crossed) { problems.append("tool calls differ") }
        return problems
    }

    private func text(of response: Response) -> String {
        response.choices.flatMap(\.content).map {
            if case .text(let content) = $0 { return content.text.string }
            if case .refusal(let content) = $0 { return content.text.string }
            return ""
        }.joined()
    }

    private func calls(of response: Response) -> [String] {
        response.choices.flatMap(\.content).compactMap {
            guard case .toolCall(let call) = $0 else { return nil }
            // Arguments that are no JSON are carried beside the empty input that Messages must have.
            let arguments = (try? call.arguments.parsed()).map { "\($0)" } ?? "{}"
            return "\(call.id) \(call.name) \(arguments)"
        }
    }

    @Test("an error is read, and written by both dialects", arguments: Subject.all)
    func errors(_ subject: Subject) async throws {
        var findings = Findings("errors", subject.api)
        for exchange in try CorpusFolder.exchanges(of: subject.api) where exchange.status >= 400 {
            await findings.check(exchange.id) {
                let failure = try subject.reader(streaming: false).failure(
                    status: exchange.status, headers: exchange.responseHeaders, body: exchange.responseBody ?? [])
                guard failure.upstream?.status == exchange.status else { return ["the native status is lost"] }
                guard failure.upstream?.message?.isEmpty == false else { return ["the native message is lost"] }
                return try [subject, subject.other].flatMap { surface -> [String] in
                    let answer = surface.dialect.answer(failure, requestID: "req_test")
                    let body = try JSONValue(parsing: answer.body)
                    return answer.status >= 400 && body["error"]?["message"]?.string != nil
                        ? [] : ["no error on \(surface.api)"]
                }
            }
        }
        findings.report()
    }
}

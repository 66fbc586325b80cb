import Testing
import WhitworthDialect
import WhitworthJSON
import WhitworthModel
import WhitworthTestSupport

@Suite("Answers: laws over all fixtures")
struct AnswerLaws {
    @Test("a whole answer is written as it was read", arguments: Surface.all)
    func roundTrip(_ surface: Surface) throws {
        for fixture in try surface.fixtures(.answers) {
            let written = try surface.write(surface.read(fixture.bytes))
            #expect(try tree(fixture.bytes).differences(from: tree(written)) == [], "\(fixture.name)")
        }
    }

    @Test(
        "a streamed answer is written as it was read, event for event as a client adds them up", arguments: Surface.all)
    func streamRoundTrip(_ surface: Surface) throws {
        for fixture in try surface.fixtures(.streams) {
            let events = try surface.events(fixture.bytes)
            let model = try Surface.assemble(events).start.model.string
            var expected = try ClientAccumulator.accumulate(fixture.bytes, of: surface)
            expected["obfuscation"] = nil
            let written = try ClientAccumulator.accumulate(surface.stream(events, model: model), of: surface)
            #expect(expected.differences(from: written) == [], "\(fixture.name)")
        }
    }

    @Test("the events of a whole answer assemble to it", arguments: Surface.all)
    func assembles(_ surface: Surface) throws {
        for fixture in try surface.fixtures(.answers) {
            let response = try surface.read(fixture.bytes)
            let assembled = try Surface.assemble(response.events)
            #expect(try tree(surface.write(response)).differences(from: tree(surface.write(assembled))) == [])
        }
    }

    @Test("an answer streamed to any client adds up to the answer written whole", arguments: Surface.all, Surface.all)
    func wholeIsStreamed(_ provider: Surface, _ client: Surface) throws {
        for fixture in try provider.fixtures(.answers, .streams) {
            let response =
                fixture.name.hasSuffix(".sse")
                ? try Surface.assemble(provider.events(fixture.bytes)) : try provider.read(fixture.bytes)
            if response.choices.count > 1, !client.isChat { continue }
            let whole = try tree(client.write(response, model: "m"))
            let streamed = try ClientAccumulator.accumulate(client.stream(response.events), of: client)
            #expect(
                Self.comparable(whole, client).differences(from: Self.comparable(streamed, client)) == [],
                "\(fixture.name)")
        }
    }

    /// Without what only one of the two forms has by its document.
    private static func comparable(_ answer: JSONTree, _ client: Surface) -> JSONTree {
        var answer = answer
        guard client.isChat else { return answer }
        answer["object"] = nil
        answer["choices"] = .array(
            (answer["choices"]?.elements ?? []).map { choice in
                var choice = choice
                var message = choice["message"] ?? .null
                if let calls = message["tool_calls"] {
                    message["tool_calls"] = .array(
                        calls.elements.map {
                            var call = $0
                            call["index"] = nil
                            return call
                        })
                }
                // A stream of an answer without words says an empty text, or none.
                if message["content"] == .string("") { message["content"] = nil }
                choice["message"] = message
                return choice
            })
        return answer
    }

    @Test("a stream of the provider's crosses with the same end and the same counts", arguments: Surface.all)
    func crossing(_ surface: Surface) throws {
        for fixture in try surface.fixtures(.streams) where fixture.name != "two-choices.sse" {
            let events = try surface.events(fixture.bytes)
            let response = try Surface.assemble(events)
            let crossed = try Surface.assemble(surface.other.events(surface.other.stream(events)))
            #expect(crossed.usage?.inputTokens == response.usage?.inputTokens ?? 0, "\(fixture.name)")
            #expect(crossed.usage?.outputTokens == response.usage?.outputTokens ?? 0, "\(fixture.name)")
            let refuses = response.choices[0].content.contains { if case .refusal = $0 { true } else { false } }
            // Messages says a refusal by its stop reason.
            let expected = refuses ? .contentFilter : response.choices[0].finish?.reason
            #expect(crossed.choices[0].finish?.reason == expected, "\(fixture.name)")
        }
    }

    @Test("two answers to one request have no place in Messages, whole or streamed")
    func twoChoices() throws {
        let response = try Surface.chat.read(Surface.chat.fixture(.answers, "two-choices.json"))
        #expect(throws: Failure.self) { try Surface.messages.write(response) }
        #expect(throws: Failure.self) { try Surface.messages.stream(response.events) }
    }
}

import Testing
import WhitworthJSON
import WhitworthModel

@Suite("Events assemble to the answer they came from")
struct ResponseAssemblerTests {
    @Test("law: an answer's events assemble to the answer", arguments: SampleResponse.all)
    func inverse(_ sample: SampleResponse) throws {
        var assembler = ResponseAssembler()
        for event in sample.response.events { assembler.push(event) }
        let assembled = try #require(assembler.response())
        #expect(assembler.isComplete)
        #expect(Rendering.of(assembled) == Rendering.of(sample.response))
    }

    @Test("law: how a text was cut into deltas does not matter", arguments: SampleResponse.all)
    func anyCut(_ sample: SampleResponse) throws {
        var assembler = ResponseAssembler()
        for event in sample.response.events {
            guard case .blockDelta(let id, let delta) = event else {
                assembler.push(event)
                continue
            }
            for piece in delta.characters { assembler.push(.blockDelta(id, piece)) }
        }
        #expect(Rendering.of(try #require(assembler.response())) == Rendering.of(sample.response))
    }

    @Test("an answer without its end is not complete", arguments: SampleResponse.all)
    func cut(_ sample: SampleResponse) {
        var assembler = ResponseAssembler()
        for event in sample.response.events.dropLast() { assembler.push(event) }
        #expect(!assembler.isComplete)
        #expect(assembler.response() != nil)
    }

    @Test("before its start there is no answer")
    func nothing() {
        var assembler = ResponseAssembler()
        assembler.push(.ping)
        #expect(assembler.response() == nil)
    }

    @Test("blocks of choices that interleave stay apart")
    func interleaved() throws {
        var assembler = ResponseAssembler()
        assembler.push(.start(ResponseStart(id: "r", model: "m", created: nil)))
        let first = BlockID(choice: 0, index: 0)
        let second = BlockID(choice: 1, index: 0)
        assembler.push(.blockStart(second, .text(TextContent(""))))
        assembler.push(.blockStart(first, .text(TextContent(""))))
        assembler.push(.blockDelta(first, .text("a")))
        assembler.push(.blockDelta(second, .text("x")))
        assembler.push(.blockDelta(first, .text("b")))
        assembler.push(.blockDelta(second, .text("y")))
        let response = try #require(assembler.response())
        #expect(response.choices.map(\.index) == [0, 1])
        #expect(response.choices.map { Rendering.of($0.content) } == ["text(ab)", "text(xy)"])
    }

    @Test("counts told last replace those told first")
    func usage() throws {
        var assembler = ResponseAssembler()
        var start = ResponseStart(id: "r", model: "m", created: nil)
        start.usage = Usage(inputTokens: 7, outputTokens: 1)
        assembler.push(.start(start))
        #expect(assembler.response()?.usage?.outputTokens == 1)
        assembler.push(.usage(Usage(inputTokens: 7, outputTokens: 9)))
        #expect(assembler.response()?.usage?.totalTokens == 16)
    }
}

extension BlockDelta {
    /// The same growth, a character at a time.
    fileprivate var characters: [BlockDelta] {
        switch self {
        case .text(let text): text.string.unicodeScalars.map { .text(JSONText(String($0))) }
        case .arguments(let text): text.string.unicodeScalars.map { .arguments(JSONText(String($0))) }
        case .signature(let text): text.string.unicodeScalars.map { .signature(JSONText(String($0))) }
        case .citation, .opaque: [self]
        }
    }
}

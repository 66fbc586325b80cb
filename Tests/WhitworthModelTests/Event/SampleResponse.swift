import Testing
import WhitworthJSON
import WhitworthModel

/// Answers of every kind of block.
struct SampleResponse: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var response: Response

    static let all: [SampleResponse] = [
        SampleResponse(testDescription: "a text", content: [.text(TextContent("Grüße \"dir\""))]),
        SampleResponse(testDescription: "an empty text", content: [.text(TextContent(""))]),
        SampleResponse(testDescription: "a refusal", content: [.refusal(RefusalContent("No."))]),
        SampleResponse(testDescription: "a cited text", content: [.text(cited)]),
        SampleResponse(
            testDescription: "signed thinking, then calls",
            content: [
                .reasoning(ReasoningContent(text: "hm", signature: "c2ln", origin: .anthropic)),
                .toolCall(ToolCall(id: "call_1", name: "look", arguments: .text("{\"at\":\"x\"}"))),
                .toolCall(ToolCall(id: "call_2", name: "wait", arguments: .text("{}"))),
            ]),
        SampleResponse(
            testDescription: "thinking that is nothing but a signature",
            content: [.reasoning(ReasoningContent(text: "", signature: "c2ln", origin: .anthropic))]),
        SampleResponse(
            testDescription: "sealed thinking",
            content: [.reasoning(ReasoningContent(text: nil, sealed: "c2VhbA==", origin: .anthropic))]),
        SampleResponse(
            testDescription: "a server tool's block",
            content: [.opaque(OpaqueContent(slug: .anthropic, value: .written { $0.write("whole") }))]),
    ]

    private static let cited: TextContent = {
        var content = TextContent("as told")
        content.citations = .written { writer in
            writer.array { list in
                list.write("first")
                list.write("second")
            }
        }
        return content
    }()

    private init(testDescription: String, content: [Content]) {
        self.testDescription = testDescription
        var choice = Choice(index: 0, content: content, finish: Finish(.stop, native: "stop", slug: .openai))
        choice.extras.append("note", .written { $0.write(1) }, .advisory, to: .openai)
        var usage = Usage(inputTokens: 3, outputTokens: 5)
        usage.cacheReadTokens = 2
        response = Response(
            start: ResponseStart(id: "resp", model: "model", created: 1), choices: [choice], usage: usage)
    }
}

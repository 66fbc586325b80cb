import Testing
import WhitworthJSON
import WhitworthModel

@Suite("Field cases: usage")
struct UsageTests {
    @Test(
        "P27: cached, written and reasoning tokens mean the same from OpenAI, whole and streamed",
        arguments: ["text.json", "text.sse"])
    func fromOpenAI(_ name: String) throws {
        let response = try read(name, .chat)
        let usage = try #require(response.usage)
        #expect(usage.inputTokens == 10 && usage.outputTokens == 5)
        #expect(usage.cacheReadTokens == 4 && usage.cacheWriteTokens == 2 && usage.reasoningTokens == 3)
        for counts in try [wholeUsage(response, .messages), streamedUsage(response, .messages)] {
            // Anthropic's input leaves out what a cache read or wrote.
            #expect(counts["input_tokens"]?.int == 4)
            #expect(counts["cache_read_input_tokens"]?.int == 4)
            #expect(counts["cache_creation_input_tokens"]?.int == 2)
            #expect(counts["output_tokens"]?.int == 5)
            #expect(counts["output_tokens_details"]?["thinking_tokens"]?.int == 3)
        }
    }

    @Test(
        "P27: cached, written and reasoning tokens mean the same from Anthropic, whole and streamed",
        arguments: ["text.json", "text.sse"])
    func fromAnthropic(_ name: String) throws {
        let response = try read(name, .messages)
        let usage = try #require(response.usage)
        #expect(usage.inputTokens == 9 && usage.outputTokens == 5)
        #expect(usage.cacheReadTokens == 3 && usage.cacheWriteTokens == 2)
        for counts in try [wholeUsage(response, .chat), streamedUsage(response, .chat)] {
            // OpenAI's input is all of it.
            #expect(counts["prompt_tokens"]?.int == 9 && counts["completion_tokens"]?.int == 5)
            #expect(counts["total_tokens"]?.int == 14)
            #expect(counts["prompt_tokens_details"]?["cached_tokens"]?.int == 3)
            #expect(counts["prompt_tokens_details"]?["cache_write_tokens"]?.int == 2)
        }
    }

    @Test(
        "P27: reasoning of Anthropic's is reasoning at the Chat Completions surface",
        arguments: ["thinking.json", "thinking.sse"])
    func thinking(_ name: String) throws {
        let response = try read(name, .messages)
        #expect(response.usage?.reasoningTokens == 40 && response.usage?.outputTokens == 50)
        for counts in try [wholeUsage(response, .chat), streamedUsage(response, .chat)] {
            #expect(counts["completion_tokens_details"]?["reasoning_tokens"]?.int == 40)
        }
    }

    @Test("P27: the end's counts replace the start's, as with server tools")
    func cumulative() throws {
        #expect(try read("server-tools.sse", .messages).usage?.inputTokens == 9)
        #expect(try read("tools.sse", .messages).usage?.inputTokens == 4)
        #expect(try read("tools.sse", .messages).usage?.outputTokens == 25)
    }

    private func read(_ name: String, _ provider: Surface) throws -> Response {
        name.hasSuffix(".sse")
            ? try Surface.assemble(provider.events(provider.fixture(.streams, name)))
            : try provider.read(provider.fixture(.answers, name))
    }

    private func wholeUsage(_ response: Response, _ client: Surface) throws -> JSONValue {
        try #require(JSONValue(parsing: client.write(response))["usage"])
    }

    private func streamedUsage(_ response: Response, _ client: Surface) throws -> JSONValue {
        let events = try Frames(client.stream(response.events)).documents.map { try JSONValue(parsing: $0.data) }
        return try #require(events.last { $0["usage"].map { !$0.isNull } ?? false }?["usage"])
    }
}

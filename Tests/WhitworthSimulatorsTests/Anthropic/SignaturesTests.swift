import Testing
import WhitworthJSON

@testable import WhitworthSimulators

@Suite struct SignaturesTests {
    @Test("P14 Not one character of thinking or signature can be changed") func tamper() throws {
        let signature = Signatures.sign("two and two", isOmitted: false)
        #expect(Signatures.isValid(signature, for: "two and two"))
        #expect(!Signatures.isValid(signature, for: "two and tw"))
        #expect(!Signatures.isValid(signature, for: ""))
        for index in signature.indices {
            var changed = signature
            changed.replaceSubrange(index...index, with: signature[index] == "A" ? "B" : "A")
            #expect(!Signatures.isValid(changed, for: "two and two"))
        }
        #expect(!Signatures.isValidRedacted(signature))
        #expect(Signatures.isValidRedacted(Signatures.redacted("x")))
        #expect(!Signatures.isValid(Signatures.redacted("x"), for: "x"))
        #expect(Signatures.isValid(Signatures.sign("hidden", isOmitted: true), for: ""))
        #expect(!Signatures.isValid("EpADCokBCA8YAipA", for: "x"))
    }

    private static let thinking = #""thinking":{"type":"enabled","budget_tokens":2000},"#
    private static let tools = #""tools":[{"name":"f","input_schema":{"type":"object"}}],"#

    /// A tool loop that sends the assistant's blocks back as given.
    private func reply(sendingBack blocks: String, id: String) throws -> Reply {
        try Asking().anthropic(
            #"{"model":"claude-sonnet-4-5","max_tokens":4096,\#(Self.thinking)\#(Self.tools)"messages":[{"role":"user","content":"a"},{"role":"assistant","content":\#(blocks)},{"role":"user","content":[{"type":"tool_result","tool_use_id":"\#(id)","content":"sunny"}]}]}"#
        )
    }

    @Test("P15 Thinking comes back: unchanged taken, changed or without signature refused") func loop() throws {
        for directive in ["[[tools: f]]", "[[tools: f]] [[redact]]"] {
            let first = try Asking().message(directive, Self.thinking + Self.tools).json
            #expect(first["stop_reason"]?.string == "tool_use")
            let content = try #require(first["content"])
            let id = try #require(content.at("1.id")?.string)
            let second = try reply(sendingBack: content.description, id: id)
            #expect(second.status == 200)
            #expect(second.json.at("content.1.text")?.string == "sunny")
            let missing = try reply(sendingBack: "[\(content.at("1")?.description ?? "")]", id: id)
            #expect(
                missing.json.at("error.message")?.string?.hasPrefix(
                    "messages.1.content.0.type: Expected `thinking` or `redacted_thinking`, but found `tool_use`.")
                    == true)
        }
        let content = try #require(try Asking().message("[[tools: f]]", Self.thinking + Self.tools).json["content"])
        let id = try #require(content.at("1.id")?.string)
        let thought = try #require(content.at("0.thinking")?.string)
        let changed = content.description.replacing(thought, with: thought + " ")
        #expect(
            try reply(sendingBack: changed, id: id).json.at("error.message")?.string
                == "messages.1.content.0: Invalid `signature` in `thinking` block")
        let unsigned = #"[{"type":"thinking","thinking":"x"},\#(content.at("1")?.description ?? "")]"#
        #expect(
            try reply(sendingBack: unsigned, id: id).json.at("error.message")?.string
                == "messages.1.content.0.thinking.signature: Field required")
    }

    @Test("P14 A block of which only the signature counts comes back too") func omitted() throws {
        let omitted = #""thinking":{"type":"enabled","budget_tokens":2000,"display":"omitted"},"#
        let content = try #require(try Asking().message("[[tools: f]]", omitted + Self.tools).json["content"])
        #expect(content.at("0.thinking")?.string == "")
        let id = try #require(content.at("1.id")?.string)
        #expect(try reply(sendingBack: content.description, id: id).status == 200)
    }
}

extension String {
    fileprivate func replacing(_ text: String, with other: String) -> String {
        components(text).joined(separator: other)
    }
}

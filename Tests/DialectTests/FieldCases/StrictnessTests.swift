import Testing
import WhitworthDialect
import WhitworthJSON
import WhitworthModel

@Suite("Strictness at the door")
struct StrictnessTests {
    private func refusal(_ body: String, _ surface: Surface, lenient: Bool = false) -> Failure? {
        do throws(Failure) {
            _ = try surface.accept(body, lenient: lenient)
            return nil
        } catch {
            return error
        }
    }

    private func body(_ surface: Surface, _ more: String) -> String { #"{"model":"m",\#(surface.minimal),\#(more)}"# }

    @Test(
        "a member of no document is refused with its path; lenient handling drops and reports it",
        arguments: Surface.all)
    func unknown(_ surface: Surface) throws {
        let text = body(surface, #""max_token":7"#)
        #expect(refusal(text, surface)?.code == .unknownParameter)
        #expect(refusal(text, surface)?.param == JSONPath([.key("max_token")]))
        let accepted = try surface.accept(text, lenient: true)
        #expect(accepted.losses.map(\.kind) == [.dropped] && accepted.losses[0].path == JSONPath([.key("max_token")]))
        let call = try surface.dialect.call(accepted.request, to: Target(model: "m"))
        #expect(!String(decoding: call.body, as: UTF8.self).contains("max_token\""))
    }

    @Test(
        "a value of the wrong type is refused with its place and what it must be",
        arguments: [
            (#""temperature":"hot""#, "temperature", "a number"), (#""stream":"yes""#, "stream", "a boolean"),
            (#""tools":{}"#, "tools", "an array"), (#""tools":[7]"#, "tools[0]", "an object"),
            (#""tool_choice":7"#, "tool_choice", "object"), (#""max_tokens":1.5"#, "max_tokens", "an integer"),
            (#""cache_control":[]"#, "cache_control", "an object"),
        ])
    func mistyped(_ member: String, _ param: String, _ expected: String) {
        for surface in Surface.all {
            // One surface has `max_tokens` already.
            if !surface.isChat, member.contains("max_tokens") { continue }
            let failure = refusal(body(surface, member), surface)
            #expect(failure?.code == .invalidParameter, "\(surface.folder): \(member)")
            #expect(
                failure?.param?.bracketed == param && failure?.message.contains(expected) == true,
                "\(surface.folder): \(member)")
        }
    }

    @Test(
        "what must be there is named when it is not",
        arguments: [
            ("ChatCompletions", #"{"messages":[{"role":"user","content":"x"}]}"#, "model"),
            ("ChatCompletions", #"{"model":"m"}"#, "messages"),
            ("ChatCompletions", #"{"model":"m","messages":[{"content":"x"}]}"#, "messages[0].role"),
            (
                "ChatCompletions", #"{"model":"m","messages":[{"role":"user","content":[{"text":"x"}]}]}"#,
                "messages[0].content[0].type"
            ),
            (
                "ChatCompletions", #"{"model":"m","messages":[{"role":"tool","content":"x"}]}"#,
                "messages[0].tool_call_id"
            ),
            ("Messages", #"{"model":"m","messages":[{"role":"user","content":"x"}]}"#, "max_tokens"),
            ("Messages", #"{"model":"m","max_tokens":1}"#, "messages"),
            ("Messages", #"{"model":"m","max_tokens":1,"messages":[{"role":"user"}]}"#, "messages[0].content"),
            (
                "Messages", #"{"model":"m","max_tokens":1,"messages":[{"role":"user","content":"x"}],"thinking":{}}"#,
                "thinking.type"
            ),
            (
                "Messages",
                #"{"model":"m","max_tokens":1,"messages":[{"role":"user","content":"x"}],"cache_control":{"ttl":"5m"}}"#,
                "cache_control.type"
            ),
        ])
    func missing(_ folder: String, _ text: String, _ param: String) throws {
        let surface = try #require(Surface.all.first { $0.folder == folder })
        #expect(refusal(text, surface)?.code == .missingParameter)
        #expect(refusal(text, surface)?.param?.bracketed == param)
    }

    @Test("a word that is none of those allowed is refused with the ones that are", arguments: Surface.all)
    func words(_ surface: Surface) throws {
        let cap = surface.isChat ? "" : #","max_tokens":1"#
        let text = #"{"model":"m"\#(cap),"messages":[{"role":"robot","content":"x"}]}"#
        let failure = try #require(refusal(text, surface))
        #expect(failure.code == .invalidParameter && failure.param?.bracketed == "messages[0].role")
        #expect(failure.details.first { $0.name == "allowed" }?.value.elements.contains { $0.string == "user" } == true)
    }

    @Test("what is no JSON object is refused as such", arguments: Surface.all)
    func noObject(_ surface: Surface) {
        for text in ["", "{", "{\"model\":}", "\u{FEFF}{}", "{} x", "{\"model\":\"\u{1}\"}"] {
            #expect(refusal(text, surface)?.code == .invalidJSON, "\(text)")
        }
        for text in ["[]", "7", "null"] { #expect(refusal(text, surface)?.code == .invalidRequest, "\(text)") }
        #expect(refusal(body(surface, #""messages":[]"#), surface) != nil)
    }

    @Test("parameters that exclude each other are refused as such")
    func conflicts() {
        let text = body(.chat, #""max_tokens":1,"max_completion_tokens":2"#)
        #expect(refusal(text, .chat)?.code == .conflictingParameters)
    }

    @Test("a choice of a tool that is not offered is refused", arguments: Surface.all)
    func choice(_ surface: Surface) {
        let tools =
            surface.isChat
            ? #""tools":[{"type":"function","function":{"name":"f"}}],"tool_choice":{"type":"function","function":{"name":"g"}}"#
            : #""tools":[{"name":"f","input_schema":{"type":"object"}}],"tool_choice":{"type":"tool","name":"g"}"#
        #expect(refusal(body(surface, tools), surface)?.code == .toolChoiceInvalid)
    }

    @Test("a result that answers no call is refused at the Chat Completions surface")
    func orphan() {
        let text = #"{"model":"m","messages":[{"role":"tool","tool_call_id":"a","content":"x"}]}"#
        #expect(refusal(text, .chat)?.code == .toolResultMismatch)
        #expect(refusal(text, .chat)?.param?.bracketed == "messages[0].tool_call_id")
    }

    @Test("members of the other vocabulary are said with its slug, and reach it bare", arguments: Surface.all)
    func extensions(_ surface: Surface) throws {
        let name = surface.isChat ? "anthropic-extensions.json" : "openai-extensions.json"
        let accepted = try surface.accept(surface.fixture(.extensions, name))
        let call = try surface.other.dialect.call(accepted.request, to: Target(model: "m"))
        let written = try JSONValue(parsing: call.body)
        let slug = surface.isChat ? "anthropic:" : "openai:"
        let original = try JSONValue(parsing: surface.fixture(.extensions, name))
        for (key, value) in original.members where key.string.hasPrefix(slug) {
            let there = written.members.first { $0.key.string == String(key.string.dropFirst(slug.count)) }
            #expect(there?.value.raw == value.raw, "\(key)")
        }
        // At their own provider they mean nothing, and that is a refusal.
        do throws(Failure) {
            _ = try surface.dialect.call(accepted.request, to: Target(model: "m"))
            Issue.record("said to the wrong provider")
        } catch {
            #expect(error.code == .unsupportedParameter && error.param?.bracketed.contains(slug) == true)
        }
    }

    @Test(
        "an extension of a vocabulary nobody speaks here is dropped and reported; our own slug is no extension",
        arguments: Surface.all)
    func foreignSlugs(_ surface: Surface) throws {
        let accepted = try surface.accept(body(surface, #""acme:speed":7"#))
        #expect(
            accepted.losses.map(\.kind) == [.dropped] && accepted.losses.first?.path == JSONPath([.key("acme:speed")]))
        let own = surface.isChat ? "openai" : "anthropic"
        #expect(refusal(body(surface, "\"\(own):speed\":7"), surface)?.code == .unknownParameter)
        #expect(refusal(body(surface, #"":speed":7"#), surface) != nil)
        #expect(refusal(body(surface, #""anthropic:":7,"openai:":7"#), surface)?.code == .unknownParameter)
    }

    @Test(
        "an extension that says what another member says already is refused, not written twice", arguments: Surface.all)
    func saidTwice(_ surface: Surface) throws {
        let accepted = try surface.accept(
            surface.isChat
                ? body(surface, #""max_completion_tokens":9,"anthropic:max_tokens":7"#)
                : body(surface, #""temperature":0.5,"openai:temperature":0.7"#))
        do throws(Failure) {
            let call = try surface.other.dialect.call(accepted.request, to: Target(model: "m"))
            Issue.record("wrote \(String(decoding: call.body, as: UTF8.self))")
        } catch {
            #expect(error.code == .conflictingParameters)
            #expect(error.param?.bracketed.contains(":") == true)
        }
    }

    @Test("a temperature above 1 is refused on the way to Anthropic, at the boundary it is not")
    func temperature() throws {
        for (value, isTaken) in [("1", true), ("1.0", true), ("1.01", false), ("2", false)] {
            let accepted = try Surface.chat.accept(body(.chat, #""temperature":\#(value)"#))
            do throws(Failure) {
                _ = try Surface.messages.dialect.call(accepted.request, to: Target(model: "m"))
                #expect(isTaken, "\(value)")
            } catch {
                #expect(!isTaken && error.param?.bracketed == "temperature", "\(value)")
            }
        }
        #expect(refusal(body(.chat, #""temperature":2.01"#), .chat)?.code == .invalidParameter)
        #expect(refusal(body(.messages, #""temperature":1.01"#), .messages)?.code == .invalidParameter)
    }
}

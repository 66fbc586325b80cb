import Testing

@testable import WhitworthSimulators

@Suite struct DirectivesTests {
    @Test("Each directive is read") func each() throws {
        let directives = try Directives(
            parsing: "Please [[text: 20]][[tools: a, b]] [[call: c {\"x\":[1]}]] [[think: 5]] [[redact]] [[stop: END]]"
                + "[[finish: content_filter]] [[fault: status=429 retry-after=2 times=1]]")
        #expect(directives.words == 20)
        #expect(
            directives.calls == [
                .init(name: "a"), .init(name: "b"), .init(name: "c", arguments: "{\"x\":[1]}"),
            ])
        #expect(directives.think == 5)
        #expect(directives.isRedacted)
        #expect(directives.stop == "END")
        #expect(directives.finish == "content_filter")
        #expect(directives.fault == Fault(status: 429, retryAfter: 2, times: 1))
    }

    @Test("An echo may hold brackets, colons and lines") func echo() throws {
        #expect(try Directives(parsing: "[[echo: a]b: [c]\nd]]").echo == "a]b: [c]\nd")
        #expect(try Directives(parsing: "[[echo: {\"a\":[1,[2]]}]]").echo == "{\"a\":[1,[2")
        #expect(try Directives(parsing: "[[echo: [1,2]]]").echo == "[1,2]")
        #expect(try Directives(parsing: "[[refuse]]").refusal?.isEmpty == false)
    }

    @Test(
        "Other double brackets are the prompt's own",
        arguments: ["[[1,2],[3]]", "[[ ]]", "[[unknown: x]]", "[[", "]]", "[[echo"])
    func others(_ prompt: String) throws {
        #expect(try Directives(parsing: prompt) == Directives())
        #expect(Directives.removed(from: prompt) == prompt.trimmed)
    }

    @Test(
        "A value that cannot be is refused",
        arguments: [
            "[[text: many]]", "[[think: -1]]", "[[fault: status=42]]", "[[fault: explode]]", "[[fault: slow]]",
            "[[tools: ]]",
        ])
    func wrong(_ prompt: String) {
        #expect(throws: DirectiveError.self) { try Directives(parsing: prompt) }
    }

    @Test("An answer can repeat the prompt without them") func removed() {
        #expect(Directives.removed(from: "[[think: 3]] It is [[x]] sunny. [[stop: a]]") == "It is [[x]] sunny.")
    }
}

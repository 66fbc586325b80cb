import Testing
import WhitworthDialect
import WhitworthJSON

@testable import WhitworthGateway

@Suite("LLM-Adaptations")
struct AdaptationsTests {
    private func field(_ losses: [Loss]) -> String? { Adaptations.field(losses)?.value }

    @Test("Nothing adapted, no field")
    func none() { #expect(Adaptations.field([]) == nil) }

    @Test("Each loss is a token with its place, in order")
    func list() {
        let losses = [
            Loss(.dropped, JSONPath([.key("messages"), .index(0), .key("name")]), "x"),
            Loss(.defaulted, JSONPath([.key("max_tokens")]), "x"), Loss(.emulated, JSONPath([.key("a")]), "x"),
            Loss(.approximated, JSONPath([.key("b")]), "x"),
        ]
        #expect(Adaptations.field(losses)?.name == "LLM-Adaptations")
        #expect(
            field(losses)
                == #"dropped;param="messages[0].name", defaulted;param="max_tokens", emulated;param="a", approximated;param="b""#
        )
    }

    @Test("A member's name cannot leave its string (RFC 8941 §3.3.3)")
    func quoting() {
        for name in [
            "a\"b", "a\\b", "a\r\nSet-Cookie: x", "ü", "\u{7F}", "a, dropped;param=\"x",
            String(repeating: "y", count: 5000),
        ] {
            let value = field([Loss(.dropped, JSONPath([.key(name)]), "x")]) ?? ""
            #expect(value.utf8.allSatisfy { (0x20...0x7E).contains($0) })
            #expect(value.hasPrefix("dropped;param=\"") && value.hasSuffix("\"") && value.utf8.count < 500)
            // Between the outer quotes every quote and backslash is escaped.
            var inside = Array(value.dropFirst(15).dropLast())[...]
            while let character = inside.popFirst() {
                #expect(character != "\"")
                if character == "\\" { #expect(["\"", "\\"].contains(inside.popFirst())) }
            }
        }
    }

    @Test("Beyond 32 the rest is counted")
    func many() {
        let losses = (0..<40).map { Loss(.dropped, JSONPath([.key("m\($0)")]), "x") }
        let items = field(losses)?.split(separator: ", ") ?? []
        #expect(items.count == 33 && items.last == "more;count=8")
    }
}
